using AgentFunctions.Storage.SharedStates;
using Azure.Data.Tables;

namespace AgentFunctions.Webhooks.Secrets;

/// <summary>Holds the tenants' webhook secrets.</summary>
public interface IWebhookSecretStore : IStateStore;

/// <summary>Webhook secrets in Azure Table Storage, table <c>webhooksecrets</c>: an entity a tenant.</summary>
public sealed class TableWebhookSecretStore(TableServiceClient service) : TableStateStore(service, TableName), IWebhookSecretStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "webhooksecrets";
}

/// <summary>Webhook secrets in the memory of one process.</summary>
public sealed class InMemoryWebhookSecretStore : InMemoryStateStore, IWebhookSecretStore;
