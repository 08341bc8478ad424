// Runs before any module: @grafana/runtime reads window.grafanaBootData while it is being loaded.
(function () {
  let choice = 'system';
  try {
    choice = localStorage.getItem('taskmaster.theme') || 'system';
  } catch (_) {
    // storage may be refused; the system's choice is good enough
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  const theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
  window.__grafana_public_path__ = '/public/';
  window.grafanaBootData = {
    assets: {},
    navTree: [],
    themePaths: { light: '', dark: '' },
    user: {
      isSignedIn: false,
      id: 0,
      login: '',
      email: '',
      name: '',
      theme: theme,
      lightTheme: !dark,
      orgId: 1,
      orgName: '',
      orgRole: 'Viewer',
      isGrafanaAdmin: false,
      timezone: 'browser',
      weekStart: '',
      locale: 'en-US',
      language: 'en-US',
      permissions: {},
      analytics: {},
      authenticatedBy: '',
    },
    settings: {
      taskmasterPage: true, // the app asks whether it runs without Grafana
      appUrl: location.origin + '/',
      appSubUrl: '',
      buildInfo: { version: '13.2.1', commit: '', env: 'production', edition: 'Open Source' },
      defaultDatasource: 'taskmaster',
      datasources: {},
      panels: {},
      apps: {},
      featureToggles: {},
      licenseInfo: {},
      liveEnabled: false,
      exploreEnabled: false,
      unifiedAlertingEnabled: false,
      windowTitlePrefix: '',
      minRefreshInterval: '1s',
    },
  };
})();
