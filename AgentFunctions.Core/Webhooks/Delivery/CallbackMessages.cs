using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Storage;
using AgentFunctions.Tasks;
using Azure;

namespace AgentFunctions.Webhooks.Delivery;

/// <summary>Makes what is sent to a task's callback.</summary>
public sealed class CallbackMessages(ICallbackBody body, IPayloadStore payloads)
{
    /// <summary>Bytes of a result that is sent along; the specification asks for small messages.</summary>
    public const int MostResult = 256 * 1024;

    /// <summary>Header <c>webhook-id</c>: the same for every try at telling the same end of the task, so that a receiver can drop what it has seen.</summary>
    public static string IdOf(AgentTask task) => string.Create(CultureInfo.InvariantCulture, $"{task.Id}-{task.Callback!.Event}");

    /// <summary>Type of the event.</summary>
    public static string TypeOf(AgentTask task) => TypeOf(task.Status);

    /// <summary>Type of the event that a task has ended so.</summary>
    public static string TypeOf(AgentTaskStatus end) => $"task.{JsonNamingPolicy.SnakeCaseLower.ConvertName(end.ToString())}";

    public async Task<ReadOnlyMemory<byte>> WriteAsync(AgentTask task, CancellationToken cancellationToken)
    {
        string? json = task.Result is { } result ? await TryReadAsync(result, cancellationToken).ConfigureAwait(false) : null;
        return body.Write(TypeOf(task), task, json is null ? null : JsonElement.Parse(json), isResultLeftOut: json is null && task.Result is not null);
    }

    /// <summary>The result; null when it is too large, or no longer kept, as may be when a callback is redriven after a long time.</summary>
    private async Task<string?> TryReadAsync(Payload result, CancellationToken cancellationToken)
    {
        try
        {
            string json = await payloads.ReadAsync(result, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetByteCount(json) > MostResult ? null : json;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }
}
