using AgentFunctions.Storage.SharedStates;
using Azure.Data.Tables;

namespace AgentFunctions.Routing.Learning;

/// <summary>The evidence that all instances share, one state an agent.</summary>
public interface IEvidenceStore : IStateStore;

/// <summary>Evidence in Azure Table Storage, table <c>routing</c>.</summary>
public sealed class TableEvidenceStore(TableServiceClient service) : TableStateStore(service, TableName), IEvidenceStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "routing";
}

/// <summary>Evidence in the memory of one process.</summary>
public sealed class InMemoryEvidenceStore : InMemoryStateStore, IEvidenceStore;
