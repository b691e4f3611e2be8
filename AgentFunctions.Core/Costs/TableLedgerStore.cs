using AgentFunctions.Costs.Posting;
using Azure.Data.Tables;

namespace AgentFunctions.Costs;

/// <summary>The ledger's sums in Azure Table Storage, table <c>costs</c>: a partition an hour, a row a key.</summary>
public sealed class TableLedgerStore(TableServiceClient service) : ILedgerStore
{
    /// <summary>Name of the table.</summary>
    public const string TableName = "costs";

    private readonly TableClient _table = service.GetTableClient(TableName);

    public Task PrepareAsync(CancellationToken cancellationToken) => _table.CreateIfNotExistsAsync(cancellationToken);

    public IAsyncEnumerable<LedgerEntry> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        (string first, string end) = (HourSum.PartitionOf(FirstHour(from)), HourSum.PartitionOf(FirstHour(to)));
        string filter = TableClient.CreateQueryFilter(
            $"PartitionKey ge {first} and PartitionKey lt {end} and RowKey ge {HourSum.FirstRow} and RowKey lt {HourSum.RowsEnd}");
        return _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).Select(e => HourSum.Read(e).Entry);
    }

    /// <summary>The first hour that does not begin before this moment.</summary>
    private static DateTimeOffset FirstHour(DateTimeOffset at)
    {
        DateTimeOffset hour = LedgerKey.HourOf(at.ToUniversalTime());
        return hour == at ? hour : DateTimeOffset.MaxValue - hour > TimeSpan.FromHours(1) ? hour.AddHours(1) : DateTimeOffset.MaxValue;
    }
}
