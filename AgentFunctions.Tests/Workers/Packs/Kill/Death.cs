using AgentFunctions.Functions;
using AgentFunctions.Tests.Workers.Packs.Wire;

namespace AgentFunctions.Tests.Workers.Packs.Kill;

/// <summary>A moment for a host to die at in the life of a pack, one of whose items fails and is then run alone.</summary>
/// <param name="Name">Also the name of its agent.</param>
/// <param name="Trigger">What it then writes into its journal, as SQLite puts it; null: it waits for the model.</param>
/// <param name="Held">Requests that the model holds back.</param>
/// <param name="PackRequests">Requests for the pack, from its start to its end.</param>
/// <param name="AloneRequests">Requests for the item that failed.</param>
internal sealed record Death(string Name, string? Trigger, Func<PackAsk, bool>? Held = null, int PackRequests = 1, int AloneRequests = 1)
{
    /// <summary>Before and after each step of the orchestration, and in the middle of its requests, in the order in which it comes to them.</summary>
    public static IReadOnlyList<Death> All { get; } =
    [
        new("at-start", "BEFORE INSERT ON orch_instances"),
        new("before-claim", Scheduling(PackFunctions.Claim)),
        new("after-claim", Recording(PackFunctions.Claim)),
        new("before-ask", Scheduling(PackFunctions.Ask)),

        // An open request, and an answer that nobody wrote down, are paid for again.
        new("in-ask", null, ask => ask.IsPack, PackRequests: 2),
        new("after-ask", Recording(PackFunctions.Ask), PackRequests: 2),
        new("before-commit", Scheduling(PackFunctions.Commit)),
        new("after-commit", Recording(PackFunctions.Commit)),
        new("before-alone", Scheduling(PackFunctions.RunAlone)),
        new("in-alone", null, ask => !ask.IsPack, AloneRequests: 2),

        // Here the answer is with its task already.
        new("after-alone", Recording(PackFunctions.RunAlone)),
        new("at-end", "BEFORE UPDATE OF status ON orch_instances WHEN NEW.status = 1"),
    ];

    private static string Scheduling(string step) => $"BEFORE INSERT ON orch_activities WHEN instr(NEW.message, '\"{step}\"') > 0";

    private static string Recording(string step) => $"BEFORE DELETE ON orch_activities WHEN instr(OLD.message, '\"{step}\"') > 0";
}
