namespace AgentFunctions.Tests.Events;

/// <summary>The tests that open event streams on hosts of their own, one class after the other: each has a host and a storage emulator to itself.</summary>
[CollectionDefinition(Name)]
public sealed class StreamCollection
{
    public const string Name = "event streams";
}
