/**
 * A component that is drawn anew only when one of its properties is another: for rows of long tables,
 * where each event would else draw all of them.
 */
import { Component, type FunctionComponent } from 'preact';

export function unlessSame<Props extends object>(Draw: FunctionComponent<Props>) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const before: Props = this.props;
      for (const key in next) if (next[key] !== before[key]) return true;
      return false;
    }

    override render() {
      return <Draw {...(this.props as Props)} />;
    }
  };
}
