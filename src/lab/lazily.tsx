/** A part of a pane whose code is loaded when it is first shown, or before. */
import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Words } from './words.ts';

export type Lazy<Props> = FunctionComponent<Props> & {
  /** Loads it now; whether it could. */
  load(): Promise<boolean>;
};

/** The part, or a word in its place while it is on its way or cannot come; shown anew, it is tried anew. */
export function lazily<Props extends { words: Words }>(
  load: () => Promise<ComponentType<Props>>,
): Lazy<Props> {
  let Part: ComponentType<Props> | undefined;
  const loadPart = async (): Promise<boolean> => {
    Part ??= await load().catch(() => undefined);
    return Part !== undefined;
  };
  function Lazy(props: Props) {
    const [hasFailed, setFailed] = useState(false);
    const [, setLoaded] = useState(Part !== undefined);
    useEffect(() => {
      if (Part !== undefined) return;
      let isGone = false;
      void loadPart().then(isLoaded => {
        if (isGone) return;
        setLoaded(isLoaded);
        setFailed(!isLoaded);
      });
      return () => {
        isGone = true;
      };
    }, []);
    if (Part !== undefined) return <Part {...props} />;
    return <p class="lab-remark">{props.words.say(hasFailed ? 'lab.part-failed' : 'lab.part-loading')}</p>;
  }
  return Object.assign(Lazy, { load: loadPart });
}
