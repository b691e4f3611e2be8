using System.Text.Json.Serialization;
using AgentFunctions.Costs;
using AgentFunctions.Storage;
using AgentFunctions.Storage.SharedStates;

namespace AgentFunctions.Limits.Budgets;

/// <summary>What instances have taken of an account: spent, reserved for calls, or in their slices.</summary>
internal sealed record AccountState(long TakenMicros);

/// <summary>Whether money was there.</summary>
internal abstract record TakeOutcome
{
    private TakeOutcome()
    {
    }

    public sealed record Taken : TakeOutcome
    {
        public static Taken Instance { get; } = new();
    }

    /// <summary>The account does not hold that much.</summary>
    public sealed record Over : TakeOutcome
    {
        public static Over Instance { get; } = new();
    }

    /// <summary>Too many instances asked at once.</summary>
    public sealed record Busy : TakeOutcome
    {
        public static Busy Instance { get; } = new();
    }
}

/// <summary>
/// The part of an account that this instance holds. Calls are paid from it; the table is asked only when it is not enough.
/// Thread-safe.
/// </summary>
/// <remarks>An instance that dies takes its slice along: it counts as spent until the period ends.</remarks>
internal sealed class BudgetSlice(BudgetAccount account, StateUpdates updates, TimeProvider time, Func<double> jitter)
{
    // A slice is this part of the limit, and near the limit this part of what is left, so that it lies idle in few places.
    private const long PartsOfLimit = 100;
    private const long PartsOfRest = 8;

    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly AskTurn _turn = new();
    private long _free;
    private DateTimeOffset _usedAt = time.GetUtcNow();
    private (DateTimeOffset Until, long Micros) _denied;

    public BudgetAccount Account => account;

    /// <summary>Reserves money.</summary>
    /// <remarks>Others may use up what was taken from the table; then it is asked again.</remarks>
    public Task<TakeOutcome> TakeAsync(Usd cost, CancellationToken cancellationToken) =>
        _turn.RunAsync(() => TryTake(cost), () => AskAsync(cost, cancellationToken), cancellationToken);

    /// <summary>Takes back what a call did not cost; a negative amount is what it cost beyond its reservation.</summary>
    public void GiveBack(Usd amount)
    {
        lock (_lock)
        {
            _free += amount.Micros;
            _usedAt = time.GetUtcNow();
        }
    }

    /// <summary>Gives what has not been used for a while back to the account, or books what it lacks.</summary>
    public async Task ReturnAsync(TimeSpan idleFor)
    {
        long free;
        lock (_lock)
        {
            if (_free == 0 || time.GetUtcNow() - _usedAt < idleFor)
            {
                return;
            }

            (free, _free) = (_free, 0);
        }

        // Should this fail on the way it may have been done: the money is then rather lost than spent twice.
        AccountState? stored = await updates.ApplyAsync(account.Key, BudgetJson.Default.AccountState, state => Changed(state, -free), CancellationToken.None).ConfigureAwait(false);
        if (stored is null)
        {
            lock (_lock)
            {
                _free += free;
            }
        }
    }

    private static (AccountState Next, AccountState Result) Changed(AccountState? state, long micros)
    {
        AccountState next = new((state?.TakenMicros ?? 0) + micros);
        return (next, next);
    }

    /// <summary>Null when the table must be asked.</summary>
    private TakeOutcome? TryTake(Usd cost)
    {
        lock (_lock)
        {
            if (_free >= cost.Micros)
            {
                _free -= cost.Micros;
                _usedAt = time.GetUtcNow();
                return TakeOutcome.Taken.Instance;
            }

            return time.GetUtcNow() < _denied.Until && cost.Micros >= _denied.Micros ? TakeOutcome.Over.Instance : null;
        }
    }

    /// <summary>Null when a larger slice is there now.</summary>
    private async Task<TakeOutcome?> AskAsync(Usd cost, CancellationToken cancellationToken)
    {
        long need;
        lock (_lock)
        {
            need = cost.Micros - _free;
        }

        SliceGrant? grant = await updates.ApplyAsync(account.Key, BudgetJson.Default.AccountState, state => Grant(state, need), cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (grant is { Micros: > 0 })
            {
                _free += grant.Micros;
                return null;
            }

            // A large call that is denied says nothing about smaller ones.
            _denied = grant is null ? _denied : (time.GetUtcNow() + (AskAgain * (0.5 + jitter())), cost.Micros);
            return grant is null ? TakeOutcome.Busy.Instance : TakeOutcome.Over.Instance;
        }
    }

    private (AccountState? Next, SliceGrant Result) Grant(AccountState? state, long need)
    {
        long taken = state?.TakenMicros ?? 0;
        long rest = account.Limit.Micros - taken;
        if (need <= 0 || need > rest)
        {
            return (null, new SliceGrant(0));
        }

        long slice = Math.Max(need, Math.Min(account.Limit.Micros / PartsOfLimit, rest / PartsOfRest));
        return (new AccountState(taken + slice), new SliceGrant(slice));
    }

    /// <summary>What an instance was given; 0: the account does not hold that much.</summary>
    private sealed record SliceGrant(long Micros);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountState))]
internal sealed partial class BudgetJson : JsonSerializerContext;
