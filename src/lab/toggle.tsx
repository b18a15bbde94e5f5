/** A switch: what it says holds at once, and a press turns it round. */
import { useReadiness } from './readiness.tsx';

type ToggleProps = {
  isOn: boolean;
  /** false: it only tells */
  isActive: boolean;
  name: string;
  /** id of a text that says more, such as why it only tells */
  note?: string | undefined;
  onPress: () => void;
};

export function Toggle({ isOn, isActive, name, note, onPress }: ToggleProps) {
  const { miss } = useReadiness();
  return (
    <button
      type="button"
      class="lab-toggle"
      role="switch"
      aria-checked={isOn}
      aria-disabled={!isActive}
      aria-describedby={note}
      onClick={isActive ? onPress : miss}
    >
      {name}
    </button>
  );
}
