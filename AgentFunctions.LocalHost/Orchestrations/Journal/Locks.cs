using AgentFunctions.LocalHost.Persistence;

namespace AgentFunctions.LocalHost.Orchestrations.Journal;

/// <summary>The statements that prolong and end locks.</summary>
internal static class Locks
{
    /// <returns>False when the lock was lost.</returns>
    public static bool Renew(SqliteSession session, WorkLock held, long until) => session.Execute(
        held.Kind == WorkKind.Step
            ? "UPDATE orch_instances SET locked_until = $3 WHERE no = $1 AND nonce = $2"
            : "UPDATE orch_activities SET locked_until = $3 WHERE no = $1 AND nonce = $2",
        held.Number, held.Nonce, until) == 1;

    /// <summary>Gives the work back at once; without effect when the lock was lost.</summary>
    public static int Free(SqliteSession session, WorkLock held) => session.Execute(
        held.Kind == WorkKind.Step
            ? "UPDATE orch_instances SET locked_until = 0, nonce = 0 WHERE no = $1 AND nonce = $2"
            : "UPDATE orch_activities SET locked_until = 0, nonce = 0 WHERE no = $1 AND nonce = $2",
        held.Number, held.Nonce);
}
