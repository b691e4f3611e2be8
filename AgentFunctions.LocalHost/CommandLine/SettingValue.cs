namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>A value and where it came from, for messages about values that do not go together.</summary>
internal readonly record struct SettingValue<T>(T Value, string Source, bool IsGiven);
