using AgentFunctions.Costs;
using AgentFunctions.Limits.Budgets;
using AgentFunctions.Limits.Providers;
using AgentFunctions.Models;
using AgentFunctions.Storage;
using AgentFunctions.Storage.SharedStates;
using AgentFunctions.Tasks;

namespace AgentFunctions.Limits;

/// <summary>Lets a model call through when its provider's limits and all budgets allow it.</summary>
public sealed class CallGate : ICallGate
{
    private static readonly TimeSpan StoragePause = TimeSpan.FromSeconds(4);

    private readonly BudgetGate _budgets;
    private readonly ProviderLimits _providers;
    private readonly TimeProvider _time;
    private readonly Func<double> _jitter;

    public CallGate(BudgetCatalogue budgets, ILimitStore store, TimeProvider time)
        : this(budgets, store, time, Random.Shared.NextDouble)
    {
    }

    /// <param name="jitter">Evenly spread from 0 to 1; thread-safe.</param>
    internal CallGate(BudgetCatalogue budgets, ILimitStore store, TimeProvider time, Func<double> jitter)
    {
        StateUpdates updates = new(store, time, jitter);
        (_budgets, _providers) = (new BudgetGate(budgets, store, updates, time, jitter), new ProviderLimits(updates, time, jitter));
        (_time, _jitter) = (time, jitter);
    }

    public async Task<Admission> AdmitAsync(CallScope scope, ModelDefinition model, Lazy<TokenUsage> worst, CancellationToken cancellationToken)
    {
        Usd cost = _budgets.Limits(scope) ? model.Price.Of(worst.Value) : default;
        long tokens = model.TokensPerMinute is null ? 0 : worst.Value.Input + worst.Value.Output;
        List<BudgetSlice> reserved = [];
        bool isAdmitted = false;
        try
        {
            if (await _budgets.TakeAsync(scope, cost, reserved, cancellationToken).ConfigureAwait(false) is { } refused)
            {
                return refused;
            }

            // Last, since a provider's limit cannot be given back.
            ModelGate? gate = _providers.Find(model);
            if (gate is not null && await gate.TakeAsync(scope, tokens, cancellationToken).ConfigureAwait(false) is { } wait)
            {
                return wait;
            }

            isAdmitted = true;
            return new Admission.Admitted(new Permit(reserved, cost, gate, tokens, _time.GetUtcNow()));
        }
        catch (Exception e) when (StorageFault.IsTransient(e) && !cancellationToken.IsCancellationRequested)
        {
            return new Admission.Wait(new WaitReason(
                WaitReason.LimitsUnreachable, "Limits and budgets could not be read or written.", _time.GetUtcNow() + (StoragePause * (0.5 + _jitter()))));
        }
        finally
        {
            if (!isAdmitted)
            {
                BudgetGate.GiveBack(reserved, cost);
            }
        }
    }

    public Admission.Wait? Foresee(ModelDefinition model, Lane lane, DateTimeOffset since) => _providers.Find(model)?.Foresee(lane, since);

    /// <summary>How the budgets that apply to a tenant stand in the periods of this moment.</summary>
    public Task<IReadOnlyList<BudgetStanding>> ReadBudgetsAsync(TenantId tenant, CancellationToken cancellationToken) => _budgets.ReadAsync(tenant, cancellationToken);

    /// <summary>Gives back the money that this instance holds and has not used for <paramref name="idleFor"/>.</summary>
    internal Task ReturnAsync(TimeSpan idleFor) => _budgets.ReturnAsync(idleFor);

    private sealed class Permit(List<BudgetSlice> reserved, Usd cost, ModelGate? gate, long tokens, DateTimeOffset sentAt) : ICallPermit
    {
        public async Task SettleAsync(CallEnd end)
        {
            Usd real = end switch
            {
                CallEnd.Answered answered => answered.Cost,
                CallEnd.Unknown => cost,
                _ => default,
            };
            BudgetGate.GiveBack(reserved, cost - real);
            await (gate?.SettleAsync(end, tokens, sentAt) ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }
}
