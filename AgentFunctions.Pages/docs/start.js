// Everything comes from this server: no fonts, no telemetry and no proxy of others.
Scalar.createApiReference('#app', {
  url: '../openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
});
