using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tasks;

namespace AgentFunctions.Limits.Budgets;

/// <summary>Reserves what a call may cost in all budgets that apply to it, or in none. Thread-safe.</summary>
internal sealed class BudgetGate(BudgetCatalogue budgets, ILimitStore store, StateUpdates updates, TimeProvider time, Func<double> jitter)
{
    // A task over budget is looked at again at least this often, so that a raised budget takes effect.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    // Calls under way give back what they do not cost, and idle instances their slices, within about this time.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(30);

    // All that wait for a new period do not come in its first second.
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<StateKey, BudgetSlice> _slices = [];

    /// <summary>True when a budget applies.</summary>
    public bool Limits(CallScope scope) => budgets.All.Any(b => b.AppliesTo(scope));

    /// <summary>Reserves the cost of a call.</summary>
    /// <param name="reserved">Gets the slices that it was taken from.</param>
    /// <returns>Null when all of it is reserved; otherwise nothing is.</returns>
    public async Task<Admission?> TakeAsync(CallScope scope, Usd cost, List<BudgetSlice> reserved, CancellationToken cancellationToken)
    {
        if (cost == default)
        {
            return null;
        }

        foreach (BudgetAccount account in budgets.AccountsOf(scope, time.GetUtcNow()))
        {
            BudgetSlice slice = _slices.GetOrAdd(account.Key, _ => new BudgetSlice(account, updates, time, jitter));
            TakeOutcome outcome = cost > account.Limit ? TakeOutcome.Over.Instance : await slice.TakeAsync(cost, cancellationToken).ConfigureAwait(false);
            if (outcome is TakeOutcome.Taken)
            {
                reserved.Add(slice);
                continue;
            }

            GiveBack(reserved, cost);
            return outcome is TakeOutcome.Busy ? Busy() : Over(account, scope, cost);
        }

        return null;
    }

    /// <summary>Gives back what was reserved and is not used.</summary>
    public static void GiveBack(List<BudgetSlice> reserved, Usd amount)
    {
        reserved.ForEach(slice => slice.GiveBack(amount));
        reserved.Clear();
    }

    /// <summary>Returns what slices have held for longer than <paramref name="idleFor"/> without using it, and forgets those of periods long past.</summary>
    public async Task ReturnAsync(TimeSpan idleFor)
    {
        foreach ((StateKey key, BudgetSlice slice) in _slices)
        {
            await slice.ReturnAsync(idleFor).ConfigureAwait(false);
            if (slice.Account.Period.End + TimeSpan.FromHours(1) < time.GetUtcNow())
            {
                _slices.TryRemove(key, out _);
            }
        }
    }

    /// <summary>How a tenant's budgets stand.</summary>
    public async Task<IReadOnlyList<BudgetStanding>> ReadAsync(TenantId tenant, CancellationToken cancellationToken) =>
        await Task.WhenAll(budgets.AccountsOf(tenant, time.GetUtcNow()).Select(async account =>
        {
            SharedState? found = await store.FindAsync(account.Key, cancellationToken).ConfigureAwait(false);
            AccountState? state = found is { } stored ? JsonSerializer.Deserialize(stored.Json, BudgetJson.Default.AccountState) : null;
            return new BudgetStanding(account, Usd.FromMicros(state?.TakenMicros ?? 0));
        })).ConfigureAwait(false);

    private Admission.Wait Busy() => new(new WaitReason(
        WaitReason.LimitsUnreachable, "Too many instances asked the budget at once.", time.GetUtcNow() + (BusyPause * (0.5 + jitter()))));

    private Admission Over(BudgetAccount account, CallScope scope, Usd cost)
    {
        string whose = account.Budget.Agent == Budget.Any ? "all agents" : $"agent '{account.Budget.Agent}'";
        string message = $"The next call may cost {cost} USD; the budget of tenant '{account.Tenant}' for {whose} is {account.Limit} USD in {account.Period}";
        if (account.Budget.Over == OverBudget.Fail || cost > account.Limit)
        {
            return new Admission.Refused(new TaskError(TaskError.OverBudget, $"{message}."));
        }

        DateTimeOffset now = time.GetUtcNow();
        TimeSpan waited = (now - scope.Since) / 2;
        TimeSpan wait = waited < ShortestWait ? ShortestWait : waited > LongestWait ? LongestWait : waited;
        DateTimeOffset look = now + (wait * (0.5 + (jitter() / 2)));
        DateTimeOffset until = look < account.Period.End ? look : account.Period.End + (Spread * jitter());
        return new Admission.Wait(new WaitReason(WaitReason.OverBudget, $"{message}, which ends at {account.Period.End:O}.", until));
    }
}

/// <summary>How an account stands.</summary>
/// <param name="Taken">Spent, reserved for calls, or held ready by instances.</param>
public sealed record BudgetStanding(BudgetAccount Account, Usd Taken)
{
    /// <summary>What is left; nothing when more was taken, as after a budget was lowered.</summary>
    public Usd Remaining => Taken < Account.Limit ? Account.Limit - Taken : default;
}
