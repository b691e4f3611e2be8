namespace AgentFunctions.LocalHost.ServiceBus;

/// <summary>A queue as this process knows it.</summary>
/// <param name="Id">Its number in the database, the same for all processes.</param>
internal sealed record DeclaredQueue(long Id, string Name, QueueOptions Options)
{
    public ArrivalSignal Arrivals { get; init; } = new();
}
