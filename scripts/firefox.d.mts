import type { LaunchOptions } from 'puppeteer-core';

export declare const FIREFOX: string;
export declare const FIREFOX_LAUNCH: LaunchOptions;
