namespace AgentFunctions.Tests.Events;

/// <summary>The tests that open event streams, one class after the other: one of them counts the open ones.</summary>
[CollectionDefinition(Name)]
public sealed class StreamCollection
{
    public const string Name = "event streams";
}
