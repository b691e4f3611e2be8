using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Tasks;
using Azure;
using Azure.Data.Tables;

namespace AgentFunctions.Costs.Posting;

/// <summary>The sum of one key, a row in its hour's partition of table <c>costs</c>.</summary>
/// <param name="ETag">Null when it is not stored yet.</param>
internal sealed record HourSum(LedgerEntry Entry, ETag? ETag)
{
    private const string Amounts = "Amounts";
    private const string HourFormat = "yyyy-MM-dd'T'HH";

    /// <summary>Rows of sums, and no others, lie from here...</summary>
    public const string FirstRow = "s-";

    /// <summary>...up to before here.</summary>
    public const string RowsEnd = "s.";

    public static string PartitionOf(DateTimeOffset hour) => hour.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    // Names are free text, and rows may have no slash, '#' or '?' and are short: hashed, each key has a row of its own.
    public static string RowOf(LedgerKey key)
    {
        string[] names = [key.Tenant.Value, key.Agent, key.Model, key.Lane.ToString()];
        return FirstRow + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(names, LedgerJson.Default.StringArray)));
    }

    public static HourSum Read(TableEntity entity)
    {
        DateTimeOffset hour = DateTimeOffset.ParseExact(entity.PartitionKey, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        LedgerKey key = new(
            hour,
            new TenantId(entity.GetString(nameof(key.Tenant))),
            entity.GetString(nameof(key.Agent)),
            entity.GetString(nameof(key.Model)),
            Enum.Parse<Lane>(entity.GetString(nameof(key.Lane))));
        return new HourSum(new LedgerEntry(key, JsonSerializer.Deserialize(entity.GetString(Amounts), LedgerJson.Default.LedgerAmounts)), entity.ETag);
    }

    /// <summary>Stores it, unless the stored one has been changed since it was read.</summary>
    public TableTransactionAction ToAction()
    {
        LedgerKey key = Entry.Key;
        TableEntity entity = new(PartitionOf(key.Hour), RowOf(key))
        {
            [nameof(key.Tenant)] = key.Tenant.Value,
            [nameof(key.Agent)] = key.Agent,
            [nameof(key.Model)] = key.Model,
            [nameof(key.Lane)] = key.Lane.ToString(),
            [Amounts] = JsonSerializer.Serialize(Entry.Amounts, LedgerJson.Default.LedgerAmounts),
        };
        return ETag is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, entity);
    }
}
