/** Frames as the fold has them: sent in this order, all delivered. */
import type { FrameState } from '#trace/fold';

export const frameStates = (frames: readonly Uint8Array[]): FrameState[] =>
  frames.map((frame, id) => ({
    id,
    seq: id,
    link: 'lan',
    from: 'client',
    to: 'server',
    sentAt: id,
    deliveredAt: id,
    status: 'delivered',
    deliveries: [{ to: 'server', at: id }],
    heldAt: null,
    copyOf: null,
    copies: [],
    why: null,
    bytes: Buffer.from(frame).toString('base64'),
    corrupted: null,
  }));
