/** What every page has: its switches, menus and dialogs, and that the browser keeps it. */
import { startDialogs } from './dialogs.ts';
import { startLanguageSwitch } from './language.ts';
import { startMenus } from './menus.ts';
import { keepForOffline } from './offline.ts';
import { startTheme } from './theme.ts';

startTheme();
startLanguageSwitch();
startMenus();
startDialogs();
keepForOffline();
