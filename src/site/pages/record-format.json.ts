/** What a record file looks like: the page judges one by it before anything of it is taken. */
import { recordFileSchema } from '#protocol/record';

export const GET = (): Response => Response.json(recordFileSchema());
