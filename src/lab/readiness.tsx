/**
 * Whether the lab takes commands now. A button that commands it stays where it is while it cannot,
 * says so and why, and a press is answered; forms keep what was typed into them.
 */
import { type ComponentChildren, type ComponentProps, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Source } from './source.ts';

export type Readiness = {
  isReady: boolean;
  /** id of the text that says why not */
  why: string;
  /** A command was given that cannot be carried out. */
  miss: () => void;
};

const Context = createContext<Readiness>({ isReady: true, why: '', miss: () => undefined });

type ProviderProps = { source: Source; why: string; children: ComponentChildren };

export function ReadinessOf({ source, why, children }: ProviderProps) {
  const isReady = source.status.value.kind === 'ready';
  const value = { isReady, why, miss: () => source.life?.miss() };
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useReadiness = (): Readiness => useContext(Context);

type CommandButtonProps = Omit<ComponentProps<'button'>, 'onClick'> & {
  onClick?: (event: MouseEvent) => void;
};

/** A button for what only a box that can be reached will do; as a form's submit button it only tells. */
export function CommandButton({ onClick, ...rest }: CommandButtonProps) {
  const { isReady, why, miss } = useReadiness();
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={!isReady}
      aria-describedby={isReady ? rest['aria-describedby'] : why}
      onClick={event => {
        if (isReady) onClick?.(event);
        else if (onClick) miss();
      }}
    />
  );
}
