using AgentFunctions.Tasks;

namespace AgentFunctions.Costs;

/// <summary>What ledger entries are added up by.</summary>
/// <param name="Hour">Start of the hour, UTC: of a call, when it ended; of a task, when it ended.</param>
/// <param name="Model">Name of the model in the catalogue; <see cref="NoModel"/> for a task that ended without one.</param>
public sealed record LedgerKey(DateTimeOffset Hour, TenantId Tenant, string Agent, string Model, Lane Lane)
{
    /// <summary>Stands in for the model where none was called.</summary>
    public const string NoModel = "none";

    public static DateTimeOffset HourOf(DateTimeOffset at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0, at.Offset);
}

/// <summary>An amount to be added to the ledger. Stored in one transaction with the change of the task that caused it.</summary>
public sealed record LedgerEntry(LedgerKey Key, LedgerAmounts Amounts);
