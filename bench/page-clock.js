/**
 * In the page: times from what the reader does to what the reader sees. "Sees" is the first
 * animation frame after the change, so up to 17 ms of each time are the screen's own.
 */
(() => {
  /** The next change of the document after which `isDone` holds; at once when it does already. */
  const change = isDone =>
    new Promise(resolve => {
      const observer = new MutationObserver(() => look());
      const look = () => {
        if (!isDone()) return false;
        observer.disconnect();
        resolve();
        return true;
      };
      if (!look())
        observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    });

  // xterm draws inside an animation frame: what changes there is painted at its end, not one later.
  let isInFrame = false;
  const { port1: endOfFrame, port2: afterFrame } = new MessageChannel();
  afterFrame.onmessage = () => {
    isInFrame = false;
  };
  const eachFrame = () => {
    isInFrame = true;
    endOfFrame.postMessage(null);
    requestAnimationFrame(eachFrame);
  };
  requestAnimationFrame(eachFrame);
  const frame = () => new Promise(resolve => (isInFrame ? resolve() : requestAnimationFrame(resolve)));

  /** Milliseconds from the next event of this type until `isDone` holds and has been drawn. */
  const after = async (type, isDone) => {
    const event = await new Promise(resolve =>
      addEventListener(type, resolve, { capture: true, once: true }),
    );
    await change(isDone);
    await frame();
    return performance.now() - event.timeStamp;
  };

  /** The same until the next terminal bytes have arrived in the page, drawn or not. */
  const bytesAfter = type =>
    new Promise(resolve =>
      addEventListener(
        type,
        event => {
          onBytes = () => resolve(performance.now() - event.timeStamp);
        },
        { capture: true, once: true },
      ),
    );
  let onBytes = () => {};

  const RealSocket = window.WebSocket;
  window.WebSocket = class extends RealSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => typeof data !== 'string' && onBytes());
    }
  };

  /** Round trips of a message that the server answers at once. */
  const roundTrips = async times => {
    const socket = new RealSocket(`${location.origin.replace('http', 'ws')}/lab`);
    await new Promise(resolve => socket.addEventListener('open', resolve, { once: true }));
    const took = [];
    for (let nth = 0; nth < times; nth += 1) {
      const answered = new Promise(resolve => socket.addEventListener('message', resolve, { once: true }));
      const began = performance.now();
      socket.send(JSON.stringify({ type: 'step', program: 'server', how: 'line' }));
      await answered;
      took.push(performance.now() - began);
    }
    socket.close();
    return took;
  };

  /** A reader's keys come 50 ms apart at the fastest: the page has drawn the one before. */
  const idle = () => new Promise(resolve => setTimeout(() => requestIdleCallback(resolve), 50));

  const hide = selector => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${selector} { display: none !important; }`);
    document.adoptedStyleSheets.push(sheet);
  };

  /** Milliseconds from each animation frame to the next, until so many have passed. */
  const frames = async forMs => {
    const times = [];
    const begun = await new Promise(requestAnimationFrame);
    for (let last = begun; last - begun < forMs; ) {
      const next = await new Promise(requestAnimationFrame);
      times.push(Math.round(10 * (next - last)) / 10); // as fine as the clock is
      last = next;
    }
    return times;
  };

  /** What has been asked for and not yet been collected. */
  let times = [];
  window.clock = {
    roundTrips,
    idle,
    frames,
    hide,
    /** Waits for an event. Input overtakes an evaluation, so this must have returned before the press. */
    expect: (...promises) => {
      times = promises;
    },
    collect: () => Promise.all(times),
    after,
    bytesAfter,
  };
})();
