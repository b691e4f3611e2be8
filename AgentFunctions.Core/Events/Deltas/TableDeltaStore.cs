using System.Globalization;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Events.Deltas;

/// <summary>Deltas in Azure Table Storage, table <c>deltas</c>: a partition a task, rows in the order of attempts and sequence.</summary>
public sealed class TableDeltaStore(TableServiceClient service) : IDeltaStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "deltas";

    private const string Text = "Text";
    private const string Model = "Model";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    // Replaced rather than added: the client library's second try may come after a first one whose answer got lost.
    public Task AddAsync(TaskId task, IReadOnlyList<AnswerDelta> deltas, CancellationToken cancellationToken) => deltas switch
    {
        [] => Task.CompletedTask,
        [var delta] => _table.UpsertEntityAsync(EntityOf(task, delta), TableUpdateMode.Replace, cancellationToken),
        _ => _table.SubmitTransactionAsync(
            deltas.Select(delta => new TableTransactionAction(TableTransactionActionType.UpsertReplace, EntityOf(task, delta))), cancellationToken),
    };

    public async Task<IReadOnlyList<AnswerDelta>> ReadAsync(TaskId task, int attempt, int after, CancellationToken cancellationToken)
    {
        string condition = TableClient.CreateQueryFilter($"PartitionKey eq {task.ToString()} and RowKey gt {RowOf(attempt, after)} and RowKey lt {RowOf(attempt + 1, 0)}");
        return await _table.QueryAsync<TableEntity>(condition, cancellationToken: cancellationToken).Select(DeltaOf).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int removed = 0;
        string old = TableClient.CreateQueryFilter($"Timestamp lt {before}");
        List<TableEntity> rows = await _table
            .QueryAsync<TableEntity>(old, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (IGrouping<string, TableEntity> task in rows.GroupBy(row => row.PartitionKey))
        {
            foreach (TableEntity[] group in task.Chunk(IDeltaStore.AtOnce))
            {
                await _table.SubmitTransactionAsync(group.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken).ConfigureAwait(false);
                removed += group.Length;
            }
        }

        return removed;
    }

    private static string RowOf(int attempt, int sequence) => string.Create(CultureInfo.InvariantCulture, $"{attempt:d6}-{sequence:d9}");

    private static TableEntity EntityOf(TaskId task, AnswerDelta delta)
    {
        TableEntity entity = new(task.ToString(), RowOf(delta.Attempt, delta.Sequence));
        if (delta.Text is { } text)
        {
            entity[Text] = text;
        }

        if (delta.Model is { } model)
        {
            entity[Model] = model;
        }

        return entity;
    }

    private static AnswerDelta DeltaOf(TableEntity entity)
    {
        string[] place = entity.RowKey.Split('-');
        return new AnswerDelta(
            int.Parse(place[0], CultureInfo.InvariantCulture), int.Parse(place[1], CultureInfo.InvariantCulture), entity.GetString(Text), entity.GetString(Model));
    }
}
