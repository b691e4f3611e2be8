using Azure;

namespace AgentFunctions.Storage;

/// <summary>Tells a storage service that is down or busy for the moment from one that says no.</summary>
public static class StorageFault
{
    /// <summary>True when the same call may work later. The client library has tried a few times already.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        AggregateException many => many.InnerExceptions.All(IsTransient),
        HttpRequestException or IOException or TimeoutException => true,

        // The client library's own time limit on a call; nobody asked for this cancellation.
        TaskCanceledException { CancellationToken.IsCancellationRequested: false } => true,
        _ => false,
    };
}
