/**
 * xterm draws with colours of its own; this reads them from the page's tokens, so that a terminal
 * follows the theme. The browser resolves each token, whatever notation it is written in.
 */
import type { ITheme } from '@xterm/xterm';

const TOKENS = {
  background: '--code-surface',
  foreground: '--code-ink',
  cursor: '--code-ink',
  cursorAccent: '--code-surface',
  red: '--danger',
  green: '--ok',
  yellow: '--warn',
  blue: '--code-name',
  magenta: '--code-keyword',
  cyan: '--host-1',
  brightRed: '--danger',
  brightGreen: '--ok',
  brightYellow: '--warn',
  brightBlue: '--code-name',
  brightMagenta: '--code-keyword',
  brightCyan: '--host-1',
  brightBlack: '--code-soft',
} as const satisfies Partial<Record<keyof ITheme, string>>;

export function terminalTheme(element: HTMLElement): ITheme {
  const styles = getComputedStyle(element);
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const theme: ITheme = {};
  for (const [name, token] of Object.entries(TOKENS)) {
    const value = styles.getPropertyValue(token).trim();
    if (value !== '' && canvas) theme[name as keyof typeof TOKENS] = hexOf(canvas, value);
  }
  if (theme.foreground) theme.selectionBackground = `${theme.foreground}33`;
  return theme;
}

/** xterm reads #rrggbb only: oklch() and var() are painted, and the pixel is read back. */
function hexOf(canvas: OffscreenCanvasRenderingContext2D, color: string): string {
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return `#${[red, green, blue].map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
