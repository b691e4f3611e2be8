using AgentFunctions.Access;
using AgentFunctions.Intake;
using AgentFunctions.Intake.Idempotency;
using AgentFunctions.Regions;
using AgentFunctions.Tasks;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Regions;

/// <summary>
/// Answers calls that concern another region: hands them on to it, and while it does not answer reads what it has stored.
/// With one region every call is answered here.
/// </summary>
public sealed class RegionCalls(RegionMap regions, RegionMirrors mirrors, RegionRelay relay, TaskReaders readers)
{
    private const string RegionField = "region";

    /// <summary>Answers a question about one task.</summary>
    internal Task<IResult> ReadAsync(HttpRequest request, string id, Func<TaskReader, Task<IResult>> read) => ElsewhereOf(request, id) is { } home
        ? Relayed(home, async () => await mirrors.Of(home).TryReadAsync<IResult>(async stores => await read(readers.Of(stores))) ?? Problems.RegionAway(home))
        : HereAsync(request, () => read(readers.Here));

    /// <summary>Changes one task, which only its own region can.</summary>
    internal Task<IResult> ChangeAsync(HttpRequest request, string id, Func<Task<IResult>> change) => ElsewhereOf(request, id) is { } home
        ? Relayed(home, () => Task.FromResult(Problems.RegionAway(home)))
        : HereAsync(request, change);

    /// <summary>Changes an API key, which only the region that made it can.</summary>
    internal Task<IResult> ChangeKeyAsync(HttpRequest request, string id, Func<Task<IResult>> change) =>
        ApiKeyText.TryRegionOf(id) is { } number && !RegionRelay.IsRelayed(request) && regions.ElsewhereOf(number) is { } home
            ? Relayed(home, () => Task.FromResult(Problems.RegionAway(home)))
            : HereAsync(request, change);

    /// <summary>Takes a task in, where its idempotency key has its home. While that is away, a new key is taken here.</summary>
    internal Task<IResult> SubmitAsync(HttpRequest request, TenantId tenant, IdempotencyKey? key, Func<Task<IResult>> submit) => ElsewhereOf(request, tenant, key) is { } home
        ? Relayed(home, async () => await mirrors.Of(home).FindAsync(tenant, key!, request.HttpContext.RequestAborted) is { } found
            ? await request.AnswerBodyAsync(IntakeLimits.TaskBytes, body => RepeatedAsync(request, home, key!, found, body), request.HttpContext.RequestAborted)
            : await HereAsync(request, submit))
        : HereAsync(request, submit);

    /// <summary>Takes a batch in, likewise; one that its home has taken in, in whole or in part, is not taken anywhere else.</summary>
    internal Task<IResult> SubmitBatchAsync(HttpRequest request, TenantId tenant, IdempotencyKey? key, Func<Task<IResult>> submit) => ElsewhereOf(request, tenant, key) is { } home
        ? Relayed(home, async () => await mirrors.Of(home).FindAsync(tenant, key!, request.HttpContext.RequestAborted) is null
            ? await HereAsync(request, submit)
            : Problems.RegionAway(home))
        : HereAsync(request, submit);

    /// <summary>Answers for this region, or for the one that <c>?region=</c> names.</summary>
    internal Task<IResult> AskAsync(HttpRequest request, Func<Task<IResult>> ask)
    {
        if (request.Query[RegionField].FirstOrDefault() is not { } name)
        {
            return HereAsync(request, ask);
        }

        return regions.Find(name) switch
        {
            null => Task.FromResult(Problems.Of(new Refusal.Invalid([UnknownRegion(name)]))),
            { } asked when asked != regions.Here && !RegionRelay.IsRelayed(request) => Relayed(asked, () => Task.FromResult(Problems.RegionAway(asked))),
            _ => HereAsync(request, ask),
        };
    }

    private Region? ElsewhereOf(HttpRequest request, string id) =>
        TaskId.TryParse(id, out TaskId task) && !RegionRelay.IsRelayed(request) ? regions.ElsewhereOf(task) : null;

    private Region? ElsewhereOf(HttpRequest request, TenantId tenant, IdempotencyKey? key) =>
        key is not null && !RegionRelay.IsRelayed(request) ? regions.ElsewhereOf(tenant, key) : null;

    private Task<IResult> HereAsync(HttpRequest request, Func<Task<IResult>> answer)
    {
        if (regions.Here is { } here)
        {
            request.HttpContext.Response.Headers[RegionRelay.RegionHeader] = here.Name;
        }

        return answer();
    }

    private Task<IResult> Relayed(Region home, Func<Task<IResult>> otherwise) => Task.FromResult<IResult>(new RelayedResult(relay, home, otherwise));

    private async Task<IResult> RepeatedAsync(HttpRequest request, Region home, IdempotencyKey key, KeyedTask found, ReadOnlyMemory<byte> body)
    {
        if (KeyBinding.HashOf(body) != found.BodyHash)
        {
            return Problems.Of(new Refusal.KeyReused(key.Value));
        }

        IdempotencyHeader.MarkReplayed(request.HttpContext.Response);
        return await mirrors.Of(home).TryReadAsync<IResult>(async stores => await readers.Of(stores).Views.StandingAsync(found.Task, request.HttpContext.RequestAborted))
            ?? Problems.RegionAway(home);
    }

    private FieldError UnknownRegion(string name) => new(RegionField, regions.All.Count == 0
        ? $"is '{name}', and this application runs in one region; allowed is to leave it out"
        : $"is '{name}'; allowed are {string.Join(", ", regions.All.Select(region => region.Name))}");
}
