using AgentFunctions.Queues;
using AgentFunctions.Storage;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What a client is told of an exception that no function foresaw: which part is away, and nothing else of it.</summary>
internal static class Faults
{
    /// <summary>503 for what may work later, else 500; as problem details.</summary>
    public static IResult Of(Exception exception) => exception switch
    {
        QueueUnavailableException => Problems.Unavailable(ProblemKind.QueueUnavailable, "The queues do not answer. What was accepted before is kept, and runs once they do."),
        _ when StorageFault.IsTransient(exception) => Problems.Unavailable(ProblemKind.StorageUnavailable, "The storage does not answer. The request may or may not have been carried out; with an Idempotency-Key it can be sent again."),
        _ => Problems.Internal(),
    };
}
