/**
 * The editor's looks. A theme and not a style sheet: CodeMirror's own styles stand in no layer, so
 * they would win over ours. Colours are the page's tokens, hence one theme for light and dark.
 */
import { EditorView } from '@codemirror/view';

export const editorTheme = EditorView.theme({
  '&': {
    maxHeight: 'var(--editor-most, 32rem)',
    border: '1px solid var(--line)',
    borderRadius: '0 0 var(--radius-s) var(--radius-s)',
    backgroundColor: 'var(--code-surface)',
    color: 'var(--code-ink)',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': {
    minHeight: 'var(--editor-least, 14rem)',
    fontFamily: 'var(--font-code)',
    fontSize: '0.8125rem',
    lineHeight: '1.55',
  },
  // Code that is scrolled aside passes under the numbers.
  '.cm-gutters': { border: '0', backgroundColor: 'var(--code-surface)', color: 'var(--code-soft)' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in oklab, var(--code-line) 45%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--code-ink)' },
  '& .cm-scroller .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 25%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)' },
});
