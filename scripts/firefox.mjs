/** Which Firefox the tests drive, and how: quiet on the network, a fake microphone, no questions. */
export const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

export const FIREFOX_PREFERENCES = {
  'app.update.enabled': false,
  'browser.region.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
  'media.navigator.streams.fake': true,
  // What the fake microphone plays, Hz.
  'media.navigator.audio.fake_frequency': 700,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0,
  // Between pages of one machine nothing but loopback is offered.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
};

/** For puppeteer. */
export const FIREFOX_LAUNCH = {
  browser: 'firefox',
  executablePath: FIREFOX,
  headless: true,
  extraPrefsFirefox: FIREFOX_PREFERENCES,
};
