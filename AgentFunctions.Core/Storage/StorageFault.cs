using Azure;

namespace AgentFunctions.Storage;

/// <summary>Tells a storage service that is down or busy for the moment from one that says no.</summary>
public static class StorageFault
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>True for whatever a storage call may end with, for work that can do without it.</summary>
    public static bool Is(Exception exception) => exception is RequestFailedException or AggregateException || IsTransient(exception);

    /// <summary>
    /// Calls again, a second apart, until it works or <paramref name="patience"/> is used up.
    /// </summary>
    /// <param name="told">Told each fault that is outlasted.</param>
    public static async Task<T> OutlastAsync<T>(Func<Task<T>> call, TimeSpan patience, Action<Exception> told, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (Exception e) when (IsTransient(e) && time.GetElapsedTime(start) < patience)
            {
                told(e);
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

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
