/**
 * A lab that runs: its box, its walk, the feed of its trace and a flow per terminal. It owns the
 * box; closing the lab closes it.
 */
import type { Box } from '#driver/box';
import type { StepHow } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import type { PlainBecause } from '#protocol/messages';
import type { NetworkChange } from '#protocol/network';
import { shellName } from '#protocol/scene';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import type { Link } from './link.ts';
import type { Parts, Walk } from './parts.ts';
import { Refused } from './refusals.ts';
import { TerminalFlow } from './terminals.ts';
import { TraceFeed } from './trace-feed.ts';

/** What is to be opened; `plain`: in a plain box, and why. */
export type Opening = { scene: Scene; plain: PlainBecause | null };

export class LiveLab implements AsyncDisposable {
  readonly scene: Scene;
  readonly plain: PlainBecause | null;
  readonly #box: Box;
  readonly #walk: Walk;
  readonly #feed: TraceFeed;
  readonly #flows = new Map<string, TerminalFlow>();
  readonly #gone = new AbortController();
  #link: Link | null = null;
  #moving = false;
  #reached: string | null = null;
  #commands = 0;

  private constructor({ scene, plain }: Opening, box: Box, walk: Walk) {
    this.scene = scene;
    this.plain = plain;
    this.#box = box;
    this.#walk = walk;
    this.#feed = new TraceFeed(box);
  }

  /** Opens the box and starts every program, paused before its first line. */
  static async open(
    opening: Opening,
    { openBox, createWalk }: Pick<Parts, 'openBox' | 'createWalk'>,
    signal: AbortSignal,
  ): Promise<LiveLab> {
    await using unfinished = new AsyncDisposableStack();
    const { scene, plain } = opening;
    const box = unfinished.use(await openBox(scene, { signal, plain: plain !== null }));
    const lab = new LiveLab(opening, box, createWalk(box, scene));
    await Promise.all(scene.programs.map(({ name }, channel) => lab.#start(name, channel)));
    signal.throwIfAborted();
    unfinished.move();
    // A box that dies under it tells of its end itself.
    lab.#walk.follow(lab.#gone.signal).catch(() => {});
    return lab;
  }

  /** Fires when the lab is being closed. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Resolves when the box is gone, asked or not. */
  get closed(): Promise<'asked' | 'died'> {
    return this.#box.closed;
  }

  get channels(): Record<string, number> {
    return Object.fromEntries([...this.#flows].map(([program, flow]) => [program, flow.channel]));
  }

  /** What has come from the page since the box opened. */
  get taken(): { keys: Record<string, number>; commands: number } {
    const keys = Object.fromEntries([...this.#flows].map(([program, flow]) => [program, flow.typed]));
    return { keys, commands: this.#commands };
  }

  get walk(): { reached: string | null; moving: boolean } {
    return { reached: this.#reached, moving: this.#moving };
  }

  /** Notes a command, carried out or refused: it has come. */
  countCommand(): void {
    this.#commands += 1;
  }

  /** Sends every event behind `after` and every terminal's bytes behind `received`, and goes on from there. */
  attach(link: Link, after: number, received: Readonly<Record<string, number>>): void {
    this.#link = link;
    this.#feed.attach(link, after);
    for (const [program, flow] of this.#flows) flow.attach(link, received[program] ?? 0);
  }

  detach(): void {
    this.#link = null;
    this.#feed.detach();
    for (const flow of this.#flows.values()) flow.detach();
  }

  /** @throws Refused while another move is under way */
  async next(): Promise<string | null> {
    if (this.#moving) throw new Refused('not-paused', 'a move is already under way');
    this.#moving = true;
    try {
      const move = await this.#walk.next(this.#gone.signal);
      this.#reached = move ?? this.#reached;
      // Who hears that the move is done has seen what it did.
      this.#feed.flush();
      return move;
    } finally {
      this.#moving = false;
    }
  }

  async step(program: string, how: StepHow, task?: string): Promise<void> {
    await this.#box.step(this.#flow(program).terminal.program, how, task);
  }

  async pause(program: string, task?: string): Promise<void> {
    await this.#box.pause(this.#flow(program).terminal.program, task);
  }

  async setBreakpoints(program: string, lines: readonly number[]): Promise<void> {
    await this.#box.setBreakpoints(this.#flow(program).terminal.program, lines);
  }

  async stop(program: string): Promise<void> {
    await this.#box.stop(this.#flow(program).terminal.program);
  }

  async setWire(setting: WireSetting): Promise<void> {
    await this.#box.setWire(setting);
  }

  async handleFrame(frame: number, verb: FrameVerb): Promise<void> {
    await this.#box.handleFrame(frame, verb);
  }

  async changeNetwork(change: NetworkChange): Promise<void> {
    await this.#box.changeNetwork(change);
  }

  /**
   * Opens a shell on a host and announces its terminal. A host keeps one channel: what a second shell
   * prints, after the first has ended, comes below what that one has left on the screen.
   */
  async openShell(host: string): Promise<void> {
    const program = shellName(host);
    const before = this.#flows.get(program);
    before?.holdKeys();
    const terminal = await this.#box.openShell(host).catch((error: unknown) => {
      before?.releaseKeys();
      throw error;
    });
    this.#gone.signal.throwIfAborted();
    const known = this.#flows.get(program);
    const flow = known ?? new TerminalFlow(terminal, this.#flows.size);
    if (flow.terminal !== terminal) flow.follow(terminal);
    flow.releaseKeys();
    this.#flows.set(program, flow);
    this.#link?.send({ type: 'terminal', program, host, channel: flow.channel });
    if (known === undefined && this.#link !== null) flow.attach(this.#link, 0);
  }

  resize(program: string, cols: number, rows: number): void {
    this.#flow(program).terminal.resize(cols, rows);
  }

  credit(program: string, bytes: number): void {
    this.#flow(program).credit(bytes);
  }

  /** Keystrokes; written at once, because a person waits for their echo. */
  type(channel: number, bytes: Uint8Array): void {
    for (const flow of this.#flows.values()) if (flow.channel === channel) flow.type(bytes);
  }

  async close(): Promise<void> {
    this.#gone.abort();
    await this.#box.close();
    this.#feed.flush();
    this.#feed.stop();
    for (const flow of this.#flows.values()) flow.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #start(program: string, channel: number): Promise<void> {
    const terminal = await this.#box.start(program, { mode: 'paused' });
    this.#flows.set(program, new TerminalFlow(terminal, channel));
  }

  #flow(program: string): TerminalFlow {
    const flow = this.#flows.get(program);
    if (flow === undefined) throw new Refused('unknown-program', `this lab has no program "${program}"`);
    return flow;
  }
}
