namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>A file or folder as it was written, absolute or relative to the current folder.</summary>
internal readonly record struct SettingPath(string Value);
