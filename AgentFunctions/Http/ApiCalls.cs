using AgentFunctions.Access;
using AgentFunctions.Http.Access;
using AgentFunctions.Http.Regions;
using AgentFunctions.Intake.Idempotency;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http;

/// <summary>What every call of the API goes through: who calls and what they may do, then which region answers.</summary>
public sealed class ApiCalls(ApiGate gate, RegionCalls regions)
{
    /// <summary>A question about one task.</summary>
    internal Task<IResult> ReadTaskAsync(HttpRequest request, string id, Func<Caller, TaskReader, Task<IResult>> read) =>
        gate.RunAsync(request, Roles.Read, caller => regions.ReadAsync(request, id, reader => read(caller, reader)));

    /// <summary>A change of one task.</summary>
    internal Task<IResult> ChangeTaskAsync(HttpRequest request, string id, Func<Caller, Task<IResult>> change) =>
        gate.RunAsync(request, Roles.Submit, caller => regions.ChangeAsync(request, id, () => change(caller)));

    /// <summary>A new task.</summary>
    internal Task<IResult> SubmitAsync(HttpRequest request, Func<Caller, IdempotencyKey?, Task<IResult>> submit) =>
        WithKeyAsync(request, (caller, key) => regions.SubmitAsync(request, caller.Tenant, key, () => submit(caller, key)));

    /// <summary>A batch of new tasks.</summary>
    internal Task<IResult> SubmitBatchAsync(HttpRequest request, Func<Caller, IdempotencyKey?, Task<IResult>> submit) =>
        WithKeyAsync(request, (caller, key) => regions.SubmitBatchAsync(request, caller.Tenant, key, () => submit(caller, key)));

    /// <summary>A question to a region, or a change of more than one task of it.</summary>
    internal Task<IResult> AskAsync(HttpRequest request, Roles role, Func<Caller, Task<IResult>> ask) =>
        gate.RunAsync(request, role, caller => regions.AskAsync(request, () => ask(caller)));

    /// <summary>A change of one API key.</summary>
    internal Task<IResult> ChangeKeyAsync(HttpRequest request, string id, Func<Caller, Task<IResult>> change) =>
        gate.RunAsync(request, Roles.Admin, caller => regions.ChangeKeyAsync(request, id, () => change(caller)));

    private Task<IResult> WithKeyAsync(HttpRequest request, Func<Caller, IdempotencyKey?, Task<IResult>> submit) =>
        gate.RunAsync(request, Roles.Submit, caller => IdempotencyHeader.TryRead(request, out IdempotencyKey? key)
            ? submit(caller, key)
            : Task.FromResult(Problems.Of(IdempotencyHeader.Malformed)));
}
