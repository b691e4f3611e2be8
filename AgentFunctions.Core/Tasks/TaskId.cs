using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace AgentFunctions.Tasks;

/// <summary>
/// Identity of a task: 26 lower-case Crockford base-32 characters, of which 10 carry the creation time in
/// milliseconds (48 bits), 3 the shard that took the task in (5 bits region, 10 bits instance), and 13 are random.
/// </summary>
/// <remarks>
/// Ids sort by creation time. The partition is computed from the id, so a task is found without an index; tasks
/// taken in by one instance within about four seconds share a partition and can be written in one transaction.
/// </remarks>
[JsonConverter(typeof(TaskIdConverter))]
public readonly record struct TaskId : IParsable<TaskId>
{
    /// <summary>Length of the text form.</summary>
    public const int Length = TimeLength + ShardLength + RandomLength;

    internal const int TimeLength = 10;
    internal const int ShardLength = 3;
    internal const int RandomLength = 13;

    /// <summary>Bits of the region's number, the first character of the shard.</summary>
    internal const int RegionBits = 5;

    /// <summary>Bits that tell the instances of a region apart.</summary>
    internal const int InstanceBits = (5 * ShardLength) - RegionBits;

    // 2^12 ms: long enough to fill a transaction of 100 at modest load, short enough not to make a hot partition.
    private const int PartitionTimeBits = 12;
    private const long MaxBucket = (1L << (48 - PartitionTimeBits)) - 1;

    private readonly string _text;

    private TaskId(string text) => _text = text;

    /// <summary>Time of creation, to the millisecond, UTC.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(CreatedAtMilliseconds);

    /// <summary>Partition of the table that holds the task; later tasks have smaller keys, so a scan meets the newest first.</summary>
    public string PartitionKey => $"{PartitionPrefix(CreatedAtMilliseconds)}-{_text.AsSpan(TimeLength, ShardLength)}";

    /// <summary>Number of the region that has the task, 0 to 31; 0 where there is one region.</summary>
    public int Region => (int)Base32.Decode(_text.AsSpan(TimeLength, 1));

    /// <summary>The id as a number: 16 bytes in place of a text, and in the same order.</summary>
    internal UInt128 Number => ((UInt128)Base32.Decode(_text.AsSpan(0, 10)) << 80) | ((UInt128)Base32.Decode(_text.AsSpan(10, 8)) << 40) | (UInt128)Base32.Decode(_text.AsSpan(18));

    private long CreatedAtMilliseconds => Base32.Decode(_text.AsSpan(0, TimeLength));

    /// <summary>The common beginning of all partition keys of tasks created at that moment.</summary>
    public static string PartitionPrefix(DateTimeOffset createdAt) => PartitionPrefix(createdAt.ToUnixTimeMilliseconds());

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException"><paramref name="s"/> is not the text form of a task id.</exception>
    public static TaskId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out TaskId id) ? id : throw new FormatException($"'{s}' is not a task id: {Length} characters of 0-9 a-z without i, l, o, u.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result)
    {
        bool valid = s is { Length: Length } && s[0] <= '7' && Base32.IsValid(s);
        result = valid ? new TaskId(s!) : default;
        return valid;
    }

    public static bool TryParse([NotNullWhen(true)] string? s, out TaskId result) => TryParse(s, CultureInfo.InvariantCulture, out result);

    public override string ToString() => _text ?? string.Empty;

    internal static TaskId OfNumber(UInt128 number) => new(Base32.Encode(number, Length));

    internal static TaskId Create(long milliseconds, int shard, UInt128 random) =>
        new(Base32.Encode((UInt128)milliseconds, TimeLength) + Base32.Encode((UInt128)shard, ShardLength) + Base32.Encode(random, RandomLength));

    // No task is older than 1970; an earlier moment, of a filter, would need a tenth digit and sort in front of all.
    private static string PartitionPrefix(long milliseconds) =>
        (MaxBucket - (Math.Max(milliseconds, 0) >> PartitionTimeBits)).ToString("x9", CultureInfo.InvariantCulture);
}
