// All codes that any command prints, a row for each and ordered, hence the length. Examples of those of validate are
// templates/rules/CODE.bad.yml and CODE.good.yml.
#include "vend/support/codes.hpp"

#include <algorithm>

namespace vend::support {
namespace {

using enum Severity;
using enum Concern;

constexpr Code table[] = {
    {"A001", error, practice, "Scaling steps with a gap or an overlap",
     "Auto Scaling refuses the policy when the stack is created."},
    {"A002", error, practice, "An alarm period that CloudWatch does not have",
     "Periods are 10, 20, 30 or a multiple of 60 seconds."},
    {"A003", error, practice, "A schedule that is not a cron line of five fields",
     "Auto Scaling takes Unix cron: minute, hour, day, month, day of the week. The six fields and `?` of EventBridge "
     "are refused."},
    {"A004", error, practice, "Two schedules of a group at the same minute", "Auto Scaling refuses the second."},
    {"A005", error, practice, "Sizes that contradict each other", "MinSize, DesiredCapacity and MaxSize must ascend."},
    {"A006", warning, practice, "An alarm faster than its data",
     "Without detailed monitoring EC2 reports every 300 seconds, and AWS's own metrics come once a minute at most; an "
     "alarm "
     "with a shorter period sees gaps and stays at INSUFFICIENT_DATA."},
    {"A007", warning, practice, "Spot instances of one type only",
     "When AWS needs that type back, all instances go at once and none can be launched."},
    {"A008", warning, practice, "Burstable instances scaled by CPU",
     "Without credits such instances are throttled: their CPU load stays low while work waits, or high while nothing "
     "is done."},
    {"A010", error, practice, "Image and instance type of different architectures", "The instances cannot start."},
    {"A011", warning, practice, "A group that can never have an instance", "MaxSize 0 blocks scaling without a word."},
    {"A012", warning, practice, "Alarms that move a group both ways",
     "Where one adds instances at values at which another, of the same metric, removes them, the group swings: each "
     "change undoes the one before, and instances with jobs go for nothing."},
    {"A020", warning, text, "A secret parameter where it can be read",
     "NoEcho hides a value in the console's parameters only: UserData, Metadata and outputs show it to everybody who "
     "may describe them, and to every job on the instance."},
    {"A021", warning, practice, "Metadata without a token (IMDSv1)",
     "A request that a job or a web page makes an instance send can read the role's credentials."},
    {"A022", warning, practice, "A policy that allows nearly everything",
     "Every job on the instance inherits the role."},
    {"A023", warning, practice, "A bucket that everybody can read",
     "Caches hold build results and what the build had around it."},
    {"A024", info, text, "An ARN for one partition only", "arn:aws: does not exist in China and GovCloud."},
    {"A025", warning, practice, "A Lambda runtime that is deprecated",
     "AWS stops creating and then updating functions on it."},
    {"A026", warning, practice, "An operating system at the end of its life", "No more security updates."},
    {"A027", error, practice, "A schedule that EventBridge does not take",
     "Rules run at rate(value unit) or cron(six fields)."},
    {"A028", error, practice, "An ACL on a bucket that takes none",
     "Since April 2023 new buckets refuse ACLs unless OwnershipControls allow them."},
    {"A029", info, practice, "When a schedule runs next",
     "The next three times, by the clocks of its zone. One that never runs is a warning, and so is a start that is "
     "past, "
     "which Auto Scaling refuses, or that is not a time of the recurrence: the action is performed at its start as "
     "well."},
    {"A030", error, practice, "Two resources with the same name", "AWS refuses the second, and the stack rolls back."},
    {"A031", error, practice, "Networks that overlap, leave their VPC or have no size of VPCs",
     "EC2 refuses the VPC or subnet when the stack is created."},
    {"A032", error, practice, "A Fargate task that cannot run",
     "Fargate runs tasks of certain sizes only, in the network mode awsvpc, and a service needs its network."},
    {"A033", error, practice, "An environment variable that Lambda sets itself", "Lambda refuses the function."},
    {"A034", error, practice, "A queue or topic whose parts contradict each other",
     "Names of FIFO queues and topics end in .fifo, and a dead-letter queue is of the same kind as its queue."},
    {"A035", error, practice, "A record that DNS cannot have",
     "Values fit their record's type, texts stand in quotes, and an alias has no values of its own."},
    {"A036", error, practice, "Security groups beside network interfaces",
     "Instances that a template describes by their network interfaces have their security groups there: EC2 refuses "
     "the "
     "launch otherwise."},
    {"A037", error, practice, "A mixed instances policy whose parts contradict each other",
     "Auto Scaling refuses the group: the launch template must not ask for spot instances itself, weights are given to "
     "all "
     "types or to none, and pools and priorities belong to certain strategies."},
    {"A038", error, practice, "A scaling policy whose parts do not fit its type",
     "Simple policies have AdjustmentType and ScalingAdjustment, step policies AdjustmentType and up to 20 steps, "
     "target "
     "tracking its configuration."},
    {"A039", error, practice, "A scheduled action that changes nothing, or never runs",
     "An action has a size at least, and a Recurrence or a StartTime. A start that has passed, and a size that the "
     "group "
     "does not allow, are warnings."},
    {"A040", error, practice, "Tags for no type of resource",
     "Each list of tags in a launch template says what it is for, and no type has two."},
    {"A041", info, practice, "Names that are fixed",
     "Names are unique in an account and region: a second stack of the template fails, and so does an update that has "
     "to "
     "replace what has such a name."},
    {"A042", warning, text, "A secret in plain text",
     "Everybody who may read the template, describe the stack or log on to an instance reads it. The line is not "
     "shown."},
    {"A044", warning, practice, "An action of S3 for the wrong kind of resource",
     "s3:ListBucket is for the bucket, s3:GetObject for its objects. IAM takes such a policy, and it allows nothing; "
     "in "
     "a bucket's policy S3 refuses it."},
    {"A045", error, practice, "A load balancer in one subnet",
     "An application load balancer stands in two zones at least."},
    {"A046", error, practice, "A secure parameter where CloudFormation does not resolve it",
     "{{resolve:ssm-secure:...}} may stand in a few properties only, most of them passwords of databases."},
    {"A047", error, practice, "Settings that a service refuses together",
     "Each alone is as the type's schema wants it; the service looks at them side by side when the resource is made. "
     "What only a list of today refuses is a warning."},
    {"A048", error, practice, "Tags that AWS does not take",
     "Keys are unique, do not begin with aws:, and have 128 characters at most, values 256; a resource has 50 tags."},
    {"A049", error, practice, "A dynamic reference that CloudFormation cannot read",
     "{{resolve:ssm:NAME:VERSION}}, {{resolve:ssm-secure:NAME:VERSION}} or "
     "{{resolve:secretsmanager:SECRET:SecretString:KEY:STAGE:VERSION}}."},
    {"A050", error, practice, "A state machine that Step Functions refuses",
     "Each state has a type, leads to a state that exists or ends, and the machine starts with one of them."},
    {"A051", error, practice, "An ARN of another region or partition",
     "Alarms tell topics of their own region, keys encrypt in theirs, and policies are of the partition of their role. "
     "Without --region the ARNs of a template are held against each other. What is only tried when it is used is a "
     "warning."},
    {"C001", error, text, "A function that CloudFormation does not have",
     "Short functions look like YAML tags; a mistyped one is an unknown tag."},
    {"C002", error, text, "The template is not a mapping", "A template is a mapping of sections."},
    {"C003", error, text, "A section is not a mapping", "Each section maps names to what they stand for."},
    {"D001", error, text, "The text is neither YAML nor JSON",
     "CloudFormation refuses the template before it looks at anything else."},
    {"D002", warning, text, "The same key twice in a mapping",
     "CloudFormation takes the last one without a word, and other readers the first. In a spec it is an error."},
    {"D003", error, text, "A key that is not a text",
     "Names in templates are texts; lists and mappings cannot be keys."},
    {"D004", error, text, "Bytes that are not UTF-8",
     "CloudFormation takes UTF-8 only. Editors on Windows may save another encoding."},
    {"D005", error, text, "Control characters",
     "YAML allows none but tab, line feed and carriage return; write them as escapes in double quotes."},
    {"D006", error, text, "A tab as indentation", "YAML indents with spaces only."},
    {"D007", error, text, "Several documents in one file",
     "A template is one document; what follows `---` would be lost."},
    {"D008", error, text, "Larger or deeper than any template can be",
     "Files beyond 4 MiB, 200 levels or 300,000 values (aliases expanded) are not read any further."},
    {"D009", error, text, "A merge key that merges no mapping", "`<<` takes a mapping or a list of mappings."},
    {"D010", error, text, "A tag that no reader knows",
     "Of the tags with two exclamation marks, only the basic types of YAML exist."},
    {"F001", error, resolution, "A function cannot be resolved",
     "For these parameter values CloudFormation would stop at this function."},
    {"G001", error, program, "UserData beyond what EC2 takes",
     "Nothing is written. What the form may enter counts with its greatest length."},
    {"G002", error, program, "A template beyond what CloudFormation takes", "Nothing is written."},
    {"G003", warning, program, "Settings that the form no longer asks for",
     "The template has to fit into a request; `ask` in the spec keeps a setting on the form."},
    {"G004", warning, program, "A feature that is newer than the schemas here",
     "CloudFormation has it since the date in the message; other checkers may refuse it until they are updated."},
    {"J001", warning, practice, "Instances that end in the middle of their jobs",
     "Scaling in, updates, schedules, rebalancing and lifetimes end instances. Only a terminating hook gives a runner "
     "the time to finish its jobs."},
    {"J002", warning, practice, "A terminating hook that abandons",
     "The instance goes either way, but ABANDON (also the default) skips the other hooks."},
    {"J003", warning, practice, "A launching hook that lets a failed boot in",
     "With CONTINUE an instance that never became ready counts as capacity."},
    {"J004", error, practice, "An update that keeps more instances than the group can have",
     "A rolling update needs room: MinInstancesInService below MaxSize."},
    {"J005", error, practice, "Times that cannot work",
     "PauseTime is at most one hour, a creation waits at most twelve, a hook half a minute to two hours for a "
     "heartbeat, and "
     "MaxInstanceLifetime is at least a day. A pause that is shorter than a boot fails every update: a warning when "
     "updates wait five minutes because PauseTime is missing, a note when it is below the creation's Timeout."},
    {"J006", warning, practice, "The stack waits for signals that nothing sends",
     "The stack waits until its timeout and rolls back."},
    {"J007", warning, practice, "Updates that reset the sizes",
     "A stack update sets DesiredCapacity back to the template's value, against schedules and scaling, and ends busy "
     "instances."},
    {"J008", warning, practice, "A drain that may not ask for more time",
     "The hook ends after HeartbeatTimeout unless the instance may record a heartbeat; long jobs are cut off."},
    {"J009", warning, practice, "A policy or role that goes before the group that needs it",
     "On deletion of the stack the hooks still run; without the policy they cannot be completed, and the deletion "
     "waits until they time out. The same for a group that is retained while its policies are not."},
    {"J010", error, practice, "A rolling update that suspends what it needs",
     "CloudFormation replaces instances by launching and terminating them: with these processes suspended the update "
     "hangs until it fails."},
    {"J011", warning, practice, "A launching hook that is shorter than the stack waits",
     "The hook ends the instance while its boot still has time, and nothing renews the hook. A note when it is the "
     "stack that gives up first."},
    {"J012", warning, practice, "A drain that may last longer than its hook",
     "A hook ends after 48 hours or 100 heartbeats, whichever is first, and after a single one where nothing may "
     "renew it: what then still runs is cut off. The limit is what a parameter or a script calls one, such as "
     "DRAIN_LIMIT."},
    {"J013", info, practice, "Signals that express mode does not wait for",
     "CloudFormation's express mode (--deployment-config, chosen when a stack is made, updated or deleted, and passed "
     "on to nested stacks) ends an operation when the configuration is applied. It waits for no signal, does not roll "
     "back by default, and deletes roles and policies while instances still drain. No template can forbid it."},
    {"J014", warning, practice, "A hook that is not part of its group",
     "A hook as a resource of its own is made after the group's first instances and deleted before the group: they "
     "are not held. A warning where each update replaces the group, a note otherwise."},
    {"J015", error, practice, "More signals than instances",
     "ResourceSignal.Count counts signals, which come from instances. With WeightedCapacity the sizes of a group are "
     "units, and there are fewer instances than units: the creation waits until it times out."},
    {"J016", warning, practice, "A group with a name of its own that updates replace",
     "CloudFormation makes the new group before it deletes the old one, and two groups cannot have one name."},
    {"J017", info, practice, "A group that no update reaches",
     "Without AutoScalingRollingUpdate, AutoScalingInstanceRefresh or AutoScalingReplacingUpdate a new version of the "
     "launch "
     "template reaches instances that are started later only."},
    {"J018", warning, practice, "Schedules in the middle of a rolling update",
     "A scheduled action that changes the sizes while CloudFormation replaces instances makes the update fail; suspend "
     "ScheduledActions meanwhile."},
    {"J019", info, practice, "A drain that outlasts the deletion of the stack",
     "CloudFormation waits 240 minutes for the deletion of a group, hooks included; then the stack is DELETE_FAILED, "
     "and "
     "deleting it once more goes on."},
    {"J020", warning, practice, "A group that goes to zero and does not come back",
     "CPU, memory and job slots come from instances: without one there is no data, and no alarm starts the first. A "
     "schedule does, or a policy on a metric that exists without instances."},
    {"L001", error, language, "No resources", "A template without resources cannot become a stack."},
    {"L002", error, language, "A section that templates do not have", "CloudFormation refuses unknown sections."},
    {"L003", error, language, "A version that does not exist", "2010-09-09 is the only version of the format."},
    {"L004", error, language, "A logical name with other characters than letters and digits",
     "CloudFormation refuses such names."},
    {"L005", error, language, "An attribute that parameters do not have",
     "CloudFormation refuses unknown attributes of parameters."},
    {"L006", error, language, "A parameter type that does not exist",
     "Types are String, Number, lists of them, CommaDelimitedList, and those of AWS."},
    {"L007", error, language, "A resource without a type", "The type decides what is created."},
    {"L008", error, language, "An attribute that resources do not have",
     "Often a property that slipped out of Properties."},
    {"L009", error, language, "An output without a value, or with an unknown attribute",
     "Outputs have Value, Description, Export and Condition."},
    {"L010", error, language, "Ref names nothing", "Ref takes a parameter, a resource or a pseudo parameter."},
    {"L011", error, language, "DependsOn names nothing",
     "CloudFormation refuses dependencies on resources that are not in the template."},
    {"L012", error, language, "GetAtt names no resource, or none of its attributes",
     "The attributes of a type stand in its schema."},
    {"L013", error, language, "Fn::Sub names nothing",
     "`${Name}` must be a parameter, a resource, an attribute or a variable of the function."},
    {"L014", warning, language, "A variable that Fn::Sub does not use", "Probably a mistyped name in the text."},
    {"L015", error, language, "FindInMap names nothing", "The mapping and its keys must exist."},
    {"L016", error, language, "A function with wrong arguments", "Each function takes its own number of arguments."},
    {"L017", error, language, "A function where it is not allowed",
     "Fn::Equals, And, Or and Not stand in Conditions and Rules, which in turn cannot see resources."},
    {"L018", error, language, "An empty value",
     "CloudFormation takes no null; leave the key out, or use AWS::NoValue."},
    {"L019", info, language, "Transforms are not analysed",
     "What a macro makes of the template is known to AWS only, so related checks are left out."},
    {"L020", error, language, "A condition that does not exist", "Conditions are declared in the section Conditions."},
    {"L021", warning, language, "The console form names parameters that do not exist",
     "AWS::CloudFormation::Interface groups and labels existing parameters. One finding for all of a template."},
    {"L022", error, language, "Resources or conditions depend on each other in a circle",
     "CloudFormation cannot find a first one to create."},
    {"L023", error, existence, "A reference to a resource that a condition leaves out",
     "CloudFormation refuses a Ref or GetAtt of a resource that does not exist for these values."},
    {"L024", error, value, "A DeletionPolicy or UpdateReplacePolicy that does not exist",
     "The values are Delete, Retain, RetainExceptOnCreate (deletion only) and Snapshot, which only some types have."},
    {"L025", error, value, "The same name twice",
     "Parameters and resources share their names: Ref could not tell them apart."},
    {"L026", error, language, "A name in ${...} outside Fn::Sub",
     "The text reaches AWS as it is, with the dollar sign and the braces, which names cannot have. A note where any "
     "text "
     "will do."},
    {"L030", warning, language, "A parameter that nothing uses", "It asks its users for something without effect."},
    {"L031", warning, language, "A condition that nothing uses", "Probably a mistyped or forgotten use."},
    {"L032", warning, language, "A mapping that nothing uses", "Probably a mistyped or forgotten use."},
    {"L033", warning, language, "A text without quotes that CloudFormation takes for something else",
     "Its YAML is of version 1.1: 0300 arrives as 192, 22:22 as 1342, 012345678901 as 1.2345678901E10, 1.10 as 1.1, "
     "and "
     "Yes, No, On and Off as true and false. Seen on AWS (classmethod 2022, skyarch, hyp3 2024)."},
    {"L034", error, language, "A mapping with other than two levels, or with keys that mappings do not take",
     "Keys of the first level are letters, digits, hyphens and points, those of the second letters and digits only. "
     "Below the second there is a text or a list of texts, and no third level."},
    {"L035", error, language, "Properties that are not a mapping",
     "A function cannot stand for all properties together."},
    {"L036", error, language, "A rule or a description of another form",
     "A rule has Assertions and may have a RuleCondition; descriptions are texts, without functions."},
    {"L037", error, language, "A condition that compares nothing",
     "A condition is one of Fn::Equals, Fn::And, Fn::Or and Fn::Not, or the name of another condition: neither a value "
     "nor "
     "a Ref."},
    {"L038", error, language, "An import of what the template itself exports",
     "The export is there when the stack is: such a stack cannot be created."},
    {"L039", warning, language, "Something to ignore that is not there",
     "Metadata.vend.ignore, of a resource or of the template, is a mapping of codes and reasons, or a list of codes."},
    {"P001", error, parameter, "A parameter has no value",
     "It has no Default, and none was given. Checked with --complete, and when parameters are given."},
    {"P002", error, parameter, "A value that AllowedValues does not list",
     "CloudFormation refuses the stack before it creates anything."},
    {"P003", error, parameter, "A value that does not match AllowedPattern",
     "The whole value must match; the pattern is a Java regular expression."},
    {"P004", error, parameter, "A value shorter or longer than MinLength and MaxLength", "Lengths count characters."},
    {"P005", error, parameter, "No number, or one outside MinValue and MaxValue",
     "Parameters of type Number take numbers only."},
    {"P006", error, parameter, "A value for a parameter that the template does not have",
     "CloudFormation refuses values that no parameter asks for."},
    {"P007", error, parameter, "A value of more than 4,096 bytes",
     "Longer values belong into a secret, an SSM parameter or a file."},
    {"P008", warning, parameter, "A value that seems to hold the next parameters",
     "NAME=VALUE,NAME=VALUE is one value with a comma in it. Each parameter has a -p, or a line, of its own."},
    {"P010", error, file, "Parameter values in none of the known forms", "docs/parameter-files.md lists the forms."},
    {"P011", error, file, "A parameter value that is not a text",
     "Lists become texts with commas; mappings are not values."},
    {"P012", error, file, "A parameter with two values", "Tools do not agree on which one counts."},
    {"P013", error, file, "A line that only a shell could read", "Assignments are read without running anything."},
    {"P014", error, file, "A link that cannot be read",
     "It is not a quick-create link of the console, or not encoded as links are."},
    {"P020", info, file, "A secret that was left out",
     "Values of parameters with NoEcho are written only with --secret."},
    {"P021", info, file, "A value of the stack that was left out",
     "The form has no word for a value that the stack keeps."},
    {"P022", warning, file, "A link that leads nowhere",
     "CloudFormation reads templates from S3 only, and each partition has a console of its own: links for families of "
     "regions that are not known here go to that of the partition aws."},
    {"Q001", info, size, "Too large for a request, fine from S3",
     "A template of more than 51,200 bytes cannot be passed inline."},
    {"Q002", error, size, "Too large for CloudFormation", "A template has at most 1,048,576 bytes."},
    {"Q003", error, size, "Too many parameters, mappings, resources or outputs",
     "CloudFormation takes 200 parameters, mappings, keys of a mapping and outputs, and 500 resources."},
    {"Q004", error, size, "A name of more than 255 characters", "CloudFormation refuses it."},
    {"Q005", error, size, "A description that is too long", "CloudFormation refuses it."},
    {"Q006", error, size, "UserData of more than 16,384 bytes",
     "EC2 refuses the launch. Counted after functions are resolved, before base64."},
    {"Q007", error, size, "An IAM policy that is too large",
     "A managed policy has at most 6,144 characters, a role's inline policies 10,240 together; white space does not "
     "count."},
    {"Q008", error, size, "More than 60 dynamic references", "CloudFormation resolves at most 60 in a template."},
    {"Q009", warning, size, "More managed policies than an account may attach",
     "IAM attaches at most 10 to a role, user or group until the quota is raised."},
    {"R001", error, rule, "A rule's assertion fails",
     "The template's own Rules forbid this combination of parameter values."},
    {"S001", error, spec, "A setting that does not exist", "docs/spec.md and `vend schema` list all."},
    {"S002", error, spec, "A setting of the wrong type", "A text, a number, a list or a mapping is wanted."},
    {"S003", error, spec, "None of the accepted words", "The message lists them."},
    {"S004", error, spec, "A value that a runner group cannot have",
     "AWS or GitLab would refuse it, or it contradicts another setting."},
    {"S005", error, spec, "No duration", "Durations are written like 90, 90s, 5m, 2h or 1d."},
    {"S006", error, spec, "A token in plain text", "The spec names the secret that holds the token."},
    {"S007", error, spec, "A time zone that does not exist",
     "Names are those of the IANA database, such as Europe/Berlin."},
    {"S008", error, spec, "Nothing to ask for or to fix at that path", "`ask` and `fixed` take paths of settings."},
    {"S009", error, spec, "A --set that fits nowhere", "It takes PATH=VALUE."},
    {"S010", error, spec, "A setting that is asked for and fixed", "It can be one of the two."},
    {"S011", warning, spec, "An opening",
     "Jobs, or who is on the way to GitLab, get more than a runner needs: the instance, its role, the runner token. "
     "The "
     "message says what it means."},
    {"S012", warning, spec, "A script of v1.5.5 without a counterpart",
     "Scripts of the Vending Machine v1.5.5 read other values and cannot signal to this template's stack."},
    {"S013", warning, spec, "A setting without effect",
     "Another setting decides that nothing reads it. The message says which."},
    {"S015", error, spec, "A layout that cannot be put into canonical form",
     "`vend fmt` changes nothing rather than what a spec says: anchors and texts in unusual places stay as they are."},
    {"T001", error, value, "A property that the type does not have",
     "CloudFormation refuses unknown properties, some only after it has created half of the stack."},
    {"T002", error, value, "A required property is missing", "The type's schema asks for it."},
    {"T003", error, value, "A value of the wrong kind", "A text for a list, a word for a number and the like."},
    {"T004", error, value, "A value that the type does not know",
     "The schema lists the possible values as of its date."},
    {"T005", error, value, "A text that does not match the type's pattern", "The service refuses it."},
    {"T006", error, value, "Too small, too large, too short or too long",
     "The schema sets the range of numbers, lengths and lists."},
    {"T007", error, value, "Properties that exclude or need each other",
     "One of a pair, none, or both where the type wants it otherwise."},
    {"T008", warning, value, "A property that only AWS sets",
     "It can be read by Fn::GetAtt; given, it is refused or has no effect."},
    {"T009", error, value, "The same item twice in a list", "The type takes each item once."},
    {"T010", info, value, "A type without schema here",
     "Its properties are not checked. A directory of newer schemas can be given with --schemas."},
    {"T011", error, value, "A type that does not exist",
     "CloudFormation refuses unknown types. A type that is newer than the list here is a warning."},
    {"T012", error, value, "A policy that IAM cannot read", "IAM refuses the policy when the stack is created."},
    {"T013", error, value, "A reference to something of another kind",
     "The value is an id or a name of something else than the property takes."},
    {"T014", error, value, "A CreationPolicy or UpdatePolicy with an attribute that does not exist",
     "CloudFormation refuses unknown attributes, and without the intended one the stack would not wait."},
    {"T015", error, value, "Update policies that exclude each other",
     "With AutoScalingInstanceRefresh and AutoScalingRollingUpdate on one group CloudFormation refuses the update."},
    {"U001", warning, script, "UserData that nothing runs",
     "cloud-init looks at the very first characters to know what a text is."},
    {"U002", warning, script, "A name of the template in a script that nothing fills in",
     "Without Fn::Sub the shell gets the text as it is, and fails or takes an empty variable. The same for what comes "
     "from a mapping, and for what cfn-init writes. `${Name}` that the script sets itself is its own."},
    {"U003", warning, script, "ShellCheck finds a mistake in UserData",
     "The script of an instance fails only when it boots. Looked at with --shellcheck, when ShellCheck is installed; "
     "its warnings are notes."},
    {"U004", warning, script, "UserData that is not in base64", "EC2 refuses it; Fn::Base64 encodes a text."},
    {"U005", warning, script, "Flags of gitlab-runner register that a runner's token refuses",
     "With a token that begins with glrt- the settings of a runner are GitLab's: register ends with FATAL at "
     "--tag-list, "
     "--run-untagged, --locked=false, --access-level, --maximum-timeout, --paused and --maintenance-note. A note where "
     "the "
     "token is not to be seen."},
    {"X001", error, program, "The command cannot do what was asked",
     "An option, a file or a value of the command line is wrong; nothing was looked at."},
    {"X002", error, program, "A project's file that cannot be used",
     ".vend.yml has the settings ignore, severity, region and schemas. It is a regular file of at most 64 KiB, and "
     "names no "
     "directory outside its own; nothing is looked at with one that is wrong."},
};

}  // namespace

std::span<const Code> codes() { return table; }

const Code* find_code(std::string_view code) {
  const auto found = std::lower_bound(codes().begin(), codes().end(), code,
                                      [](const Code& row, std::string_view wanted) { return row.code < wanted; });
  return found != codes().end() && found->code == code ? &*found : nullptr;
}

Concern concern_of(std::string_view code) {
  const Code* row = find_code(code);
  return row != nullptr ? row->concern : Concern::program;
}

}  // namespace vend::support
