/** Buttons that go away by themselves, with the focus perhaps in them: the lab's Next is where it goes. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusNext } from './toolbar.tsx';

/** For the element around such buttons. */
export function useFocusHeir<E extends HTMLElement>(): RefObject<E | null> {
  const place = useRef<E>(null);
  useLayoutEffect(
    () => () => {
      if (place.current?.contains(document.activeElement)) focusNext(place.current);
    },
    [],
  );
  return place;
}
