import { settingsEvents, type SettingsEvent } from '#machine-images';
import type { LedgerEvent } from '../events';

const NAMES: ReadonlySet<string> = new Set(settingsEvents.names);

export const isSettingsEvent = (event: LedgerEvent): event is SettingsEvent => NAMES.has(event.type);
