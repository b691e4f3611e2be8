using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;

namespace AgentFunctions.Queues;

/// <summary>A call of the queue service, with an end in time and one exception for all the ways in which the service can be away.</summary>
internal static class QueueCall
{
    // A client of the API waits for it. The client library has tried again by then.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <exception cref="QueueUnavailableException">The service does not answer in time, or says no.</exception>
    public static async Task<T> RunAsync<T>(string queue, Func<CancellationToken, Task<T>> call, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource late = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new QueueUnavailableException($"Queue '{queue}' did not answer within {Patience.TotalSeconds:0} s.", e);
        }
        catch (Exception e) when (IsAway(e))
        {
            throw new QueueUnavailableException($"Queue '{queue}' cannot be used: {e.Message.Split('\n')[0].TrimEnd()}", e);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(string queue, Func<CancellationToken, Task> call, TimeProvider time, CancellationToken cancellationToken) => RunAsync(
        queue,
        async cancelled =>
        {
            await call(cancelled).ConfigureAwait(false);
            return true;
        },
        time,
        cancellationToken);

    // Not so a message that is too large: that is a fault of this app.
    private static bool IsAway(Exception exception) => exception switch
    {
        ServiceBusException { Reason: ServiceBusFailureReason.MessageSizeExceeded } => false,
        AggregateException several => several.InnerExceptions.All(IsAway),
        ServiceBusException or RequestFailedException or AuthenticationFailedException or UnauthorizedAccessException
            or SocketException or IOException or HttpRequestException or TimeoutException => true,
        _ => false,
    };
}
