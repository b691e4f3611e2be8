using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AgentFunctions.Storage.SharedStates;

/// <summary>Reads, changes and stores the shared state, again when another instance was faster.</summary>
/// <param name="jitter">Evenly spread from 0 to 1; thread-safe.</param>
public sealed class StateUpdates(IStateStore store, TimeProvider time, Func<double> jitter)
{
    private const int MostTries = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    public StateUpdates(IStateStore store, TimeProvider time)
        : this(store, time, Random.Shared.NextDouble)
    {
    }

    /// <summary>Changes a state.</summary>
    /// <param name="change">From the state, null when there is none, to the next one and what follows; a next one that is null stores nothing.</param>
    /// <returns>What follows; null when other instances were faster every time.</returns>
    /// <exception cref="Azure.RequestFailedException">The store is not to be reached.</exception>
    public async Task<TResult?> ApplyAsync<TState, TResult>(
        StateKey key, JsonTypeInfo<TState> json, Func<TState?, (TState? Next, TResult Result)> change, CancellationToken cancellationToken)
        where TState : class
        where TResult : class
    {
        for (int tries = 1; ; tries++)
        {
            SharedState? found = await store.FindAsync(key, cancellationToken).ConfigureAwait(false);
            TState? state = found is { } stored ? JsonSerializer.Deserialize(stored.Json, json) : null;
            (TState? next, TResult result) = change(state);
            if (next is null || await store.TryWriteAsync(key, JsonSerializer.Serialize(next, json), found?.ETag, cancellationToken).ConfigureAwait(false))
            {
                return result;
            }

            if (tries == MostTries)
            {
                return null;
            }

            // All of the pause is jitter, or those who met once meet again.
            await Task.Delay(FirstPause * Math.Pow(2, tries - 1) * jitter(), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
