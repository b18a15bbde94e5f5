/** Several views of one thing, of which one is shown (ARIA practices, tabs): arrow keys go from tab to tab. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export type Tab<Id extends string> = { id: Id; name: string };

type TabsProps<Id extends string> = {
  tabs: readonly Tab<Id>[];
  shown: Id;
  /** what is chosen among */
  name: string;
  onShow: (id: Id) => void;
  /** stands before the tabs */
  title: ComponentChildren;
  /** the view that is shown */
  children: ComponentChildren;
};

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export function Tabs<Id extends string>({ tabs, shown, name, onShow, title, children }: TabsProps<Id>) {
  const id = useId();
  const at = tabs.findIndex(tab => tab.id === shown);
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = STEPS[event.key];
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    event.preventDefault();
    onShow(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <>
      <div class="lab-tabs-bar">
        {title}
        <div role="tablist" class="lab-tabs" aria-label={name} onKeyDown={move}>
          {tabs.map(tab => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              class="lab-tab"
              id={`${id}-${tab.id}`}
              data-tab={tab.id}
              aria-selected={tab.id === shown}
              aria-controls={`${id}-panel`}
              tabIndex={tab.id === shown ? 0 : -1}
              onClick={() => onShow(tab.id)}
            >
              {tab.name}
            </button>
          ))}
        </div>
      </div>
      <div role="tabpanel" class="lab-tab-panel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`}>
        {children}
      </div>
    </>
  );
}
