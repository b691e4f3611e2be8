using System.Text.Json.Serialization;
using AgentFunctions.Limits;
using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Access;

/// <summary>The requests of one key in this minute. All instances share the count; this one takes them in slices. Thread-safe.</summary>
/// <remarks>What an instance has taken and does not use is lost to the others until the minute ends, so a key may be turned away a little early, and never late.</remarks>
internal sealed class RequestQuota(string key, int limit, StateUpdates updates, TimeProvider time)
{
    private const int PartsOfLimit = 20;
    private const int PartsOfRest = 4;

    private readonly Lock _lock = new();
    private readonly AskTurn _turn = new();
    private readonly StateKey _key = LimitKeys.OfApiKey(key);
    private long _minute;
    private long _free;
    private long _elsewhere;
    private long _usedUpMinute;

    public int Limit => limit;

    /// <summary>Counts one request.</summary>
    public Task<QuotaOutcome> TakeAsync(CancellationToken cancellationToken) => _turn.RunAsync(TryTake, () => AskAsync(cancellationToken), cancellationToken);

    private static long MinuteOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    /// <summary>Null when the table must be asked.</summary>
    private QuotaOutcome? TryTake()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (_lock)
        {
            if (_usedUpMinute == MinuteOf(now))
            {
                return UsedUp(now);
            }

            if (_minute != MinuteOf(now) || _free == 0)
            {
                return null;
            }

            _free--;
            return new QuotaOutcome(IsTaken: true, limit, _free + _elsewhere, ResetOf(now));
        }
    }

    /// <summary>Null when there is a slice now.</summary>
    private async Task<QuotaOutcome?> AskAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        long minute = MinuteOf(now);
        QuotaGrant? grant = await updates.ApplyAsync(_key, QuotaJson.Default.QuotaState, state => Grant(state, minute), cancellationToken).ConfigureAwait(false);
        if (grant is null or { Requests: 0 })
        {
            // No grant at all: too many instances asked at once, which they do only for a key that is far too busy.
            lock (_lock)
            {
                _usedUpMinute = minute;
            }

            return UsedUp(now);
        }

        lock (_lock)
        {
            (_minute, _free, _elsewhere) = (minute, grant.Requests, grant.Rest);
        }

        return null;
    }

    private (QuotaState? Next, QuotaGrant Result) Grant(QuotaState? state, long minute)
    {
        long taken = state?.Minute == minute ? state.Taken : 0;
        long rest = limit - taken;
        long slice = Math.Min(rest, Math.Max(1, Math.Min(limit / PartsOfLimit, rest / PartsOfRest)));
        return slice <= 0 ? (null, new QuotaGrant(0, 0)) : (new QuotaState(minute, taken + slice), new QuotaGrant(slice, rest - slice));
    }

    private QuotaOutcome UsedUp(DateTimeOffset now) => new(IsTaken: false, limit, 0, ResetOf(now));

    private static TimeSpan ResetOf(DateTimeOffset now) => DateTimeOffset.FromUnixTimeSeconds((MinuteOf(now) + 1) * 60) - now;

    /// <summary>What an instance was given, and what is left for all.</summary>
    private sealed record QuotaGrant(long Requests, long Rest);
}

/// <summary>Whether a request is within the quota.</summary>
/// <param name="Limit">Requests a minute.</param>
/// <param name="Remaining">About how many more there may be in this minute.</param>
/// <param name="Reset">Time until the next minute.</param>
public sealed record QuotaOutcome(bool IsTaken, int Limit, long Remaining, TimeSpan Reset);

/// <summary>What instances have taken of a minute, counted from 1970.</summary>
internal sealed record QuotaState(long Minute, long Taken);

[JsonSerializable(typeof(QuotaState))]
internal sealed partial class QuotaJson : JsonSerializerContext;
