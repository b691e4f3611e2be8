namespace AgentFunctions.Models;

/// <summary>A model cannot be called because a setting is missing. The message names model and setting.</summary>
public sealed class ModelSettingException(string message) : Exception(message);
