"""Patching by scope, and its one reboot."""
from checks import SHELL, DOCKER, equal, failed_once, heartbeats, on, option, results, signals, succeeded

UPDATES = {"list": [{"Title": "Feature", "security": False}, {"Title": "Cumulative", "security": True}, {"Title": "Hidden by somebody", "security": True, "hidden": True},
                    {"Title": "Preview of next month", "security": False, "optional": True}], "reboot": True, "code": 2, "seconds": 0}


def installed(world):
    return [name for one in world.calls("update-install") for name in one["args"]]


def case_patch_all_and_reboot_once(world):
    world.values["PATCH_SCOPE"] = "All"
    world.put("updates", UPDATES)
    equal(world.boot(), 0)
    equal(installed(world), ["Feature True", "Cumulative True"])
    equal(len(world.calls("shutdown.exe", "/r")), 1)
    equal(signals(world), [])
    equal(results(world), [])
    assert heartbeats(world, "instance-launching"), "the hook was not kept alive over the reboot"
    equal(list(world.tasks()), ["vend-Watch", "vend-Boot"])
    # EC2Launch runs the user data again; the updates that want a reboot are still reported.
    equal(world.boot(), 0)
    succeeded(world)
    equal(len(world.calls("shutdown.exe")), 1)
    equal(len(world.calls("update-search")), 1)
    equal({"110"} <= world.events(), True)


def case_resume_task_carries_on_where_user_data_does_not(world):
    world.values["PATCH_SCOPE"] = "All"
    world.put("updates", UPDATES)
    world.boot()
    equal(world.act("Boot"), 0)
    succeeded(world)
    equal(world.boot(), 0)  # and user data that comes late changes nothing
    succeeded(world)
    equal(world.calls("schtasks.exe", "/delete"), [])
    equal(world.act("Boot"), 0)  # the task, ten minutes later: it goes
    equal([one["args"][3] for one in world.calls("schtasks.exe", "/delete")], ["vend-Boot"])
    equal(len(signals(world)), 1)


def case_security_only(world):
    world.values["PATCH_SCOPE"] = "SecurityOnly"
    world.put("updates", UPDATES | {"reboot": False})
    equal(world.boot(), 0)
    equal(installed(world), ["Cumulative True"])
    equal(world.calls("shutdown.exe"), [])
    succeeded(world)


def case_no_patching(world):
    world.put("updates", UPDATES)
    equal(world.boot(), 0)
    equal(world.calls("update-search"), [])
    succeeded(world)


def case_nothing_to_patch(world):
    world.values["PATCH_SCOPE"] = "All"
    equal(world.boot(), 0)
    equal(world.calls("update-install"), [])
    succeeded(world)


def case_long_patching_keeps_the_hook_alive(world):
    world.values |= {"PATCH_SCOPE": "All", "HEARTBEAT": "600"}
    world.put("updates", UPDATES)
    equal(world.boot(), 0)
    order = [one["program"] for one in world.calls()]
    assert order.index("schtasks.exe") < order.index("update-search"), order
    before = len(heartbeats(world, "instance-launching"))
    world.put("clock", 0)
    world.put("limit", 1200)
    world.act("Watch")
    beats = heartbeats(world, "instance-launching")[before:]
    assert len(beats) >= 4 and all(b["clock"] - a["clock"] <= 305 for a, b in zip(beats, beats[1:])), beats


def case_a_boot_that_hangs_is_not_kept_for_ever(world):
    world.shortly("(Now 7200)", "(Now 1200)")  # two hours
    world.values |= {"PATCH_SCOPE": "All", "HEARTBEAT": "600"}
    world.put("updates", UPDATES)
    equal(world.boot(), 0)
    world.put("clock", 0)
    world.put("limit", 1700)
    before = len(heartbeats(world, "instance-launching"))
    world.act("Watch")
    assert 3 <= len(heartbeats(world, "instance-launching")) - before <= 5


def case_windows_update_fails(world):
    world.values["PATCH_SCOPE"] = "All"
    world.put("updates", UPDATES | {"code": 4})
    equal(world.boot(), 1)
    failed_once(world, "result 4")
    equal(world.calls("update-install"), [])


def case_unknown_scope(world):
    world.values["PATCH_SCOPE"] = "Some"
    equal(world.boot(), 1)
    failed_once(world, "'Some'")


def case_reboot_is_refused(world):
    world.values["PATCH_SCOPE"] = "All"
    world.put("updates", UPDATES)
    world.answer("shutdown.exe", exit=5)
    equal(world.boot(), 1)
    failed_once(world, "shutdown.exe /r ended with 5")
