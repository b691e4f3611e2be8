using AgentFunctions.Storage.SharedStates;
using Azure.Data.Tables;

namespace AgentFunctions.Limits;

/// <summary>What all instances share about the limits.</summary>
public interface ILimitStore : IStateStore;

/// <summary>Limits in Azure Table Storage, table <c>limits</c>: an entity a model, and one a budget and period.</summary>
public sealed class TableLimitStore(TableServiceClient service) : TableStateStore(service, TableName), ILimitStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "limits";
}

/// <summary>Limits in the memory of one process.</summary>
public sealed class InMemoryLimitStore : InMemoryStateStore, ILimitStore;
