using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentFunctions.Events;
using AgentFunctions.Http.Regions;
using AgentFunctions.Intake.Batches;
using AgentFunctions.Overview;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Http.Events;

/// <summary>Answers with event streams.</summary>
public sealed class EventStreams(IHostApplicationLifetime host, ILogger<EventStreams> log, TimeProvider time)
{
    /// <summary>The life of a task, or why not.</summary>
    internal IResult Of(HttpRequest request, AgentTask task, TaskReader reader)
    {
        if (!EventStreamHeaders.AcceptsEvents(request))
        {
            return Problems.NotAcceptable(EventStreamHeaders.ContentType);
        }

        return EventStreamHeaders.TryReadLastId(request, task, out LifeEventId? after)
            ? Stream(cancelled => TellAsync(reader.Watch.FollowAsync(task, after, cancelled), reader.Views, cancelled))
            : Problems.Of(EventStreamHeaders.UnknownId(request, $"{LifeEventId.Allowed}, of an event that this task has had"));
    }

    /// <summary>What happens to the tasks of a batch, or why not.</summary>
    internal IResult Of(HttpRequest request, TaskBatch batch, TaskReader reader)
    {
        if (!EventStreamHeaders.AcceptsEvents(request))
        {
            return Problems.NotAcceptable(EventStreamHeaders.ContentType);
        }

        return EventStreamHeaders.TryReadLastMark(request, time.GetUtcNow(), out DateTimeOffset? after)
            ? Stream(cancelled => TellAsync(batch, reader.BatchWatch.FollowAsync(batch, after, cancelled), cancelled))
            : Problems.Of(EventStreamHeaders.UnknownId(request, "the id of an event of this batch, a whole number of milliseconds since 1970"));
    }

    /// <summary>How everything stands, or why not.</summary>
    internal IResult Of(HttpRequest request, Func<CancellationToken, IAsyncEnumerable<OverviewReport?>> follow)
    {
        if (!EventStreamHeaders.AcceptsEvents(request))
        {
            return Problems.NotAcceptable(EventStreamHeaders.ContentType);
        }

        return EventStreamHeaders.HasLastId(request)
            ? Problems.Of(EventStreamHeaders.UnknownId(request, "to leave it out: each event of this stream is whole and none has an id"))
            : Stream(cancelled => TellAsync(follow(cancelled), cancelled));
    }

    private EventStreamResult Stream(Func<CancellationToken, IAsyncEnumerable<SseItem<byte[]>?>> events) => new(events, log, host.ApplicationStopping);

    private static async IAsyncEnumerable<SseItem<byte[]>?> TellAsync(
        IAsyncEnumerable<LifeEvent?> life, TaskViews views, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (LifeEvent? happened in life.WithCancellation(cancellationToken))
        {
            yield return happened switch
            {
                null => null,
                LifeEvent.Ended { Task: var task } => Item(task.Status.ToApi(), await views.ViewAsync(task, cancellationToken), ApiJson.Sent.TaskView, happened.Id?.ToString()),
                _ => Item(TaskEventView.NameOf(happened), TaskEventView.Of(happened), ApiJson.Sent.TaskEventView, happened.Id?.ToString()),
            };
        }
    }

    private static async IAsyncEnumerable<SseItem<byte[]>?> TellAsync(
        TaskBatch batch, IAsyncEnumerable<BatchEvent?> life, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (BatchEvent? happened in life.WithCancellation(cancellationToken))
        {
            string? id = happened?.Mark?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            yield return happened switch
            {
                BatchEvent.Changed { Task: var task } => Item(task.Status.ToApi(), BatchEventView.Of(task), ApiJson.Sent.BatchEventView, id),
                BatchEvent.Finished finished => Item("finished", BatchEndView.Of(batch, finished.Tasks), ApiJson.Sent.BatchEndView, id),
                _ => null,
            };
        }
    }

    private static async IAsyncEnumerable<SseItem<byte[]>?> TellAsync(IAsyncEnumerable<OverviewReport?> reports, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (OverviewReport? report in reports.WithCancellation(cancellationToken))
        {
            yield return report is null ? null : Item("overview", OverviewView.Of(report), ApiJson.Sent.OverviewView, id: null);
        }
    }

    private static SseItem<byte[]> Item<T>(string name, T data, JsonTypeInfo<T> type, string? id) =>
        new(JsonSerializer.SerializeToUtf8Bytes(data, type), name) { EventId = id };
}
