namespace AgentFunctions.Access;

/// <summary>What a caller may do with the tasks of its tenant. Each stands for itself: none includes another.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Submit tasks, cancel them, give feedback.</summary>
    Submit = 1,

    /// <summary>See tasks, results, backlog, costs, budgets and dead letters.</summary>
    Read = 2,

    /// <summary>Create and revoke keys, redrive dead letters.</summary>
    Admin = 4,

    All = Submit | Read | Admin,
}
