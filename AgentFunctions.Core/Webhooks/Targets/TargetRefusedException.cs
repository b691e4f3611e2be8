namespace AgentFunctions.Webhooks.Targets;

/// <summary>A host has no address that a callback may be sent to. Nothing was sent.</summary>
public sealed class TargetRefusedException() : Exception("The host has no address on the public internet.");
