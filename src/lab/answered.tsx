/**
 * On a narrow screen the lab stands before the text with its questions: what the run said of an answer in the last
 * move is told here, with the way to why it is so.
 */
import { useEffect, useState } from 'preact/hooks';
import { hearPage, type PageEvents, tellPage } from './page-events.ts';
import type { Words } from './words.ts';

type Told = PageEvents['sockscope:answered'];

export function Answered({ words }: { words: Words }) {
  const [told, setTold] = useState<readonly Told[]>([]);
  useEffect(() => {
    const gone = new AbortController();
    hearPage('sockscope:answered', gone.signal, more => setTold(before => [...before, more]));
    for (const over of ['sockscope:move', 'sockscope:to-answer'] as const)
      hearPage(over, gone.signal, () => setTold([]));
    return () => gone.abort();
  }, []);
  return (
    <div class="lab-answered" role="status">
      {told.map(answer => (
        <p key={answer.prediction}>
          {answer.verdict}{' '}
          <button
            type="button"
            class="lab-button lab-small"
            onClick={() => tellPage('sockscope:to-answer', answer)}
          >
            {words.say('lab.prediction.why')}
          </button>
        </p>
      ))}
    </div>
  );
}
