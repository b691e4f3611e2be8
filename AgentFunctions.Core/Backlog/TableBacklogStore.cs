using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Backlog;

/// <summary>Instances' accounts in Azure Table Storage, table <c>backlog</c>, one entity an instance.</summary>
public sealed class TableBacklogStore(TableServiceClient service) : IBacklogStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "backlog";

    private const string Partition = "instances";
    private const string Account = "Account";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public Task WriteAsync(InstanceBacklog instance, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(EntityOf(instance), TableUpdateMode.Replace, cancellationToken);

    public async Task<IReadOnlyList<InstanceBacklog>> ReadAsync(CancellationToken cancellationToken) =>
        await _table.QueryAsync<TableEntity>(e => e.PartitionKey == Partition, cancellationToken: cancellationToken)
            .Select(e => JsonSerializer.Deserialize(e.GetString(Account), BacklogJson.Default.InstanceBacklog)!)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    public async Task<bool> FoldAsync(IReadOnlyList<InstanceBacklog> gone, InstanceBacklog sum, CancellationToken cancellationToken)
    {
        IEnumerable<TableTransactionAction> steps = gone.Where(g => g.Instance != sum.Instance)
            .Select(g => new TableTransactionAction(TableTransactionActionType.Delete, EntityOf(g)))
            .Append(new TableTransactionAction(TableTransactionActionType.UpsertReplace, EntityOf(sum)));
        try
        {
            await _table.SubmitTransactionAsync(steps, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TableTransactionFailedException e) when (e.Status is 404 or 409 or 412)
        {
            return false;
        }
    }

    private static TableEntity EntityOf(InstanceBacklog instance) => new(Partition, instance.Instance)
    {
        ETag = ETag.All,
        [Account] = JsonSerializer.Serialize(instance, BacklogJson.Default.InstanceBacklog),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(InstanceBacklog))]
internal sealed partial class BacklogJson : JsonSerializerContext;
