using System.Globalization;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Fairness;

/// <summary>Express entries in Azure Table Storage, table <c>express</c>: a partition a lane, rows sorted by tag.</summary>
public sealed class TableExpressStore(TableServiceClient service) : IExpressStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "express";

    private const int TransactionLimit = 100;
    private const string Message = "Message";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public async Task AddAsync(IReadOnlyList<ExpressEntry> entries, CancellationToken cancellationToken)
    {
        foreach (IGrouping<Lane, ExpressEntry> lane in entries.GroupBy(e => e.Message.Lane))
        {
            foreach (ExpressEntry[] group in lane.Chunk(TransactionLimit))
            {
                await _table.SubmitTransactionAsync(
                    group.Select(e => new TableTransactionAction(TableTransactionActionType.UpsertReplace, EntityOf(e))), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<IReadOnlyList<ExpressEntry>> ReadAsync(Lane lane, int most, CancellationToken cancellationToken)
    {
        string partition = lane.ToString();
        return await _table.QueryAsync<TableEntity>(e => e.PartitionKey == partition, most, cancellationToken: cancellationToken)
            .Take(most)
            .Select(EntryOf)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task RemoveAsync(ExpressEntry entry, CancellationToken cancellationToken) =>
        _table.DeleteEntityAsync(entry.Message.Lane.ToString(), RowOf(entry), ETag.All, cancellationToken);

    private static string RowOf(ExpressEntry entry) => string.Create(CultureInfo.InvariantCulture, $"{entry.Tag:d19}-{entry.Message.Task}");

    private static TableEntity EntityOf(ExpressEntry entry) => new(entry.Message.Lane.ToString(), RowOf(entry)) { [Message] = entry.Message.ToBody().ToString() };

    private static ExpressEntry EntryOf(TableEntity entity) =>
        new(long.Parse(entity.RowKey.Split('-')[0], CultureInfo.InvariantCulture), TaskMessage.Read(BinaryData.FromString(entity.GetString(Message)))!);
}
