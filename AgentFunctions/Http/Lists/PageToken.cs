using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;

namespace AgentFunctions.Http.Lists;

/// <summary>Where a page ended, and of which list: what a client is given as <c>next</c> and hands back as <c>after</c>.</summary>
/// <param name="Last">The page's last task.</param>
/// <param name="List">Mark of the list; see <see cref="MarkOf"/>.</param>
/// <remarks>
/// It keeps a client from mixing up two lists, and so needs no secret: whoever makes one up chooses where a page begins, which
/// <c>to</c> does as well. What a page shows is decided by the filter alone, which always has the caller's tenant.
/// </remarks>
internal readonly record struct PageToken(TaskId Last, uint List)
{
    private const int MarkLength = sizeof(uint);
    private const int Length = TaskId.Length + (2 * MarkLength);

    /// <summary>The mark of a list: the same for all of its pages, whatever their size.</summary>
    /// <param name="route">Such as <c>callbacks</c>.</param>
    /// <param name="region">The region that answers, as each lists its own tasks; null where there is one.</param>
    public static uint MarkOf(string route, string? region, TaskFilter filter)
    {
        TaskFilter list = filter with { After = null, PageSize = 1, Statuses = [.. filter.Statuses.Distinct().Order()] };
        return XxHash32.HashToUInt32(Encoding.UTF8.GetBytes($"{route}\n{region}\n{JsonSerializer.Serialize(list, ListJson.Default.TaskFilter)}"));
    }

    /// <summary>Reads a token.</summary>
    /// <returns>False when no page can have carried it, such as one that was cut short or mistyped.</returns>
    public static bool TryParse(string text, out PageToken token)
    {
        token = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out int written) != OperationStatus.Done
            || written != Length
            || !TaskId.TryParse(Encoding.ASCII.GetString(bytes[..TaskId.Length]), out TaskId last))
        {
            return false;
        }

        // Written anew, it has the check sum that it must have, and none of the blanks that decoding passes over.
        token = new PageToken(last, BinaryPrimitives.ReadUInt32LittleEndian(bytes[TaskId.Length..]));
        return token.ToString() == text;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(Last.ToString(), bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[TaskId.Length..], List);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^MarkLength..], Crc32.HashToUInt32(bytes[..^MarkLength]));
        return Base64Url.EncodeToString(bytes);
    }
}

[JsonSerializable(typeof(TaskFilter))]
internal sealed partial class ListJson : JsonSerializerContext;
