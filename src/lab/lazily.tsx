/** A part of a pane whose code is loaded when it is first shown. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Words } from './words.ts';

/** The part, or a word in its place while it is on its way or cannot come; shown anew, it is tried anew. */
export function lazily<Props extends { words: Words }>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let Part: ComponentType<Props> | undefined;
  return function Lazy(props: Props) {
    const [hasFailed, setFailed] = useState(false);
    const [, setLoaded] = useState(Part !== undefined);
    useEffect(() => {
      if (Part !== undefined) return;
      let isGone = false;
      load().then(
        part => {
          Part = part;
          if (!isGone) setLoaded(true);
        },
        () => !isGone && setFailed(true),
      );
      return () => {
        isGone = true;
      };
    }, []);
    if (Part !== undefined) return <Part {...props} />;
    return <p class="lab-remark">{props.words.say(hasFailed ? 'lab.part-failed' : 'lab.part-loading')}</p>;
  };
}
