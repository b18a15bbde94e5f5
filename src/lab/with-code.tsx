/** A text of an exercise as its author wrote it: what stands between backticks is code. */
export const WithCode = ({ text }: { text: string }) => (
  <>{text.split('`').map((piece, at) => (at % 2 === 1 ? <code key={at}>{piece}</code> : piece))}</>
);
